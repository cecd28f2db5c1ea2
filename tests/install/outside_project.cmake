# Installs the build into an empty prefix, then configures, builds and runs tests/install/outside against it.
cmake_minimum_required(VERSION 3.22)
set(prefix ${work_folder}/prefix)
file(REMOVE_RECURSE ${work_folder})
file(MAKE_DIRECTORY ${work_folder}/run)

function(must_succeed folder)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY ${folder} RESULT_VARIABLE code
    OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN}\nended with ${code}:\n${output}")
  endif()
endfunction()

must_succeed(${work_folder} ${CMAKE_COMMAND} --install ${build_folder} --prefix ${prefix})
must_succeed(${work_folder} ${CMAKE_COMMAND} -G ${generator} -S ${outside_folder} -B ${work_folder}/build
  -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_BUILD_TYPE=Release -D CMAKE_CXX_COMPILER=${compiler}
  -D CMAKE_CXX_FLAGS=${flags})
must_succeed(${work_folder} ${CMAKE_COMMAND} --build ${work_folder}/build)
must_succeed(${work_folder}/run ${work_folder}/build/outside ${version})
must_succeed(${work_folder}/run ${prefix}/bin/fokker verify outside.h5)

# what shells and man look for
foreach(file bash-completion/completions/fokker zsh/site-functions/_fokker man/man1/fokker.1)
  file(READ ${prefix}/share/${file} text)
  if(NOT text MATCHES "converge")
    message(FATAL_ERROR "${file} does not name the commands")
  endif()
endforeach()

# the package must not lead back to where it was built
file(GLOB_RECURSE package_files ${prefix}/*.cmake)
foreach(file ${package_files})
  file(READ ${file} text)
  string(FIND "${text}" "${build_folder}" found)
  if(NOT found EQUAL -1)
    message(FATAL_ERROR "${file} names the build folder ${build_folder}")
  endif()
endforeach()
