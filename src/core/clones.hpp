// SPDX-License-Identifier: MIT
#pragma once

// Loops in functions so marked are compiled for several instruction sets and chosen at run time. Their files are built
// without contraction to fused multiply-add (src/CMakeLists.txt), so every copy rounds alike.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // which start after the choice is made
#define FOKKER_HAS_CLONES
#define FOKKER_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define FOKKER_CLONES
#endif
