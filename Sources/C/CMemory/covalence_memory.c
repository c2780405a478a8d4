#define _GNU_SOURCE
#include "covalence_memory.h"

#if defined(__linux__)
#include <link.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

void covalence_trim_heap(void) { malloc_trim(0); }

static int give_back(struct dl_phdr_info *object, size_t size, void *context) {
  (void)size;
  (void)context;
  uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
  for (int i = 0; i < object->dlpi_phnum; i++) {
    const ElfW(Phdr) *header = &object->dlpi_phdr[i];
    if (header->p_type != PT_LOAD || (header->p_flags & PF_W)) continue;
    uintptr_t start = object->dlpi_addr + header->p_vaddr, end = start + header->p_memsz;
    start &= ~(page - 1);
    // Where the system does not take it, all stays as it is.
    madvise((void *)start, end - start, MADV_DONTNEED);
  }
  return 0;
}

void covalence_give_back_program(void) { dl_iterate_phdr(give_back, 0); }

#else

void covalence_trim_heap(void) {}
void covalence_give_back_program(void) {}

#endif
