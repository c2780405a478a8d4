#ifndef COVALENCE_MEMORY_H
#define COVALENCE_MEMORY_H

/// Gives memory back to the system that the C library holds for later.
void covalence_trim_heap(void);

/// Gives back the memory of the parts of the program and its libraries that are never written: they are on the disk as they are in memory, and come
/// back from the system's cache of files when they are used. Does nothing elsewhere than on Linux.
void covalence_give_back_program(void);

#endif
