/* The types and functions of Windows CE that the examples need, on a host without them. */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>
#include <stdint.h>

typedef void *PVOID;
typedef uint32_t DWORD;
typedef int32_t LONG;
typedef int32_t HRESULT;
typedef int BOOL;

#define TRUE 1
#define FALSE 0

#define S_OK ((HRESULT)0)
#define FAILED(result) ((HRESULT)(result) < 0)
#define SUCCEEDED(result) ((HRESULT)(result) >= 0)

#define ARG_I_PTR 4
#define ARG_I_WSTR 5
#define ARG_I_ASTR 6
#define ARG_I_PDW 7
#define ARG_O_PTR 8
#define ARG_O_PDW 9
#define ARG_O_PI64 10
#define ARG_IO_PTR 12
#define ARG_IO_PDW 13
#define ARG_IO_PI64 14
#define MARSHAL_FORCE_ALIAS 0x80000000u

/* Pointers are 32-bit numbers of the processes of ../target-c, not addresses of this program. */
HRESULT CeOpenCallerBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force);
HRESULT CeCloseCallerBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeAllocAsynchronousBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeAsynchronousBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFlushAsynchronousBuffer(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor);
HRESULT CeAllocDuplicateBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeDuplicateBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);

/*
 * Who acts: 1 ... 4 the thread of that call, 0 the driver's own thread, -n application n by
 * itself. host_thread is the number that logs have for it.
 */
extern DWORD host_thread;
void host_become(int actor);

/* Everything anew; applications 1 ... n run. The process ends where ../target-c refuses. */
void host_begin(const char *reading, const char *server, DWORD copy_limit, int applications);
/* Memory of a process (0: the kernel), `runs` as in a region line; call it before host_begin. */
void host_memory(int process, DWORD base, const char *runs, const unsigned char *bytes, DWORD size);

/* Begins a call; a descriptor of 0: no parameter, else *parameter is it as the driver sees it. */
HRESULT host_call(
    int thread, int process, BOOL forwarded, PVOID source, DWORD size, DWORD descriptor,
    PVOID *parameter);
void host_return(int thread);
void host_exit(int process);
void host_start(int process);
/* FALSE: an access violation. */
BOOL host_read(PVOID address, DWORD size, unsigned char *bytes);
BOOL host_write(PVOID address, DWORD size, const unsigned char *bytes);
/* VirtualProtect, VirtualFree, VirtualAlloc, by name; what they return. */
DWORD host_virtual(const char *name, PVOID address, DWORD size, DWORD protection);

#define MARSHALCHECK_THREAD() host_thread
#define MARSHALCHECK_INCREMENT(p) __sync_add_and_fetch(p, 1)

#endif
