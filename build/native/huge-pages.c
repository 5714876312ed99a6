/*
 * Requests huge pages for the zero-initialized data of a native program, before the runtime starts. The runtime unpacks its type data there,
 * 5 MB at each start: with pages of 4 KiB, that is a third of all page faults before the first response. If the kernel has no huge
 * pages (/sys/kernel/mm/transparent_hugepage/enabled), the call has no effect.
 */
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

/* Set by the linker. */
extern char __bss_start[] __attribute__((visibility("hidden")));
extern char _end[] __attribute__((visibility("hidden")));

__attribute__((constructor)) static void advise(void)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    uintptr_t start = ((uintptr_t)__bss_start + page - 1) & ~(page - 1);
    madvise((void *)start, (uintptr_t)_end - start, MADV_HUGEPAGE);
}
