# collect_entries(FOLDER TYPE SUFFIX HEADER): a catalogue from the files of a folder. Each NAME.cpp defines
# `TYPE NAME_SUFFIX()`; the function `const std::vector<TYPE>& SUFFIX_entries()` returns all of them, by their `rank`.
# HEADER declares TYPE and that function. (A static library would drop objects that register themselves.)
function(collect_entries folder type suffix header)
  file(GLOB files CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/${folder}/*.cpp)
  foreach(file ${files})
    get_filename_component(name ${file} NAME_WE)
    string(APPEND declarations "${type} ${name}_${suffix}();\n")
    string(APPEND calls "${name}_${suffix}(), ")
  endforeach()
  configure_file(cmake/entries.cpp.in ${folder}/entries.cpp @ONLY)
  set(library_sources ${library_sources} ${CMAKE_CURRENT_BINARY_DIR}/${folder}/entries.cpp PARENT_SCOPE)
endfunction()
