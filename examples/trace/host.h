/* The types and functions of Windows CE that the sample needs, on a host without them. */
#ifndef HOST_H
#define HOST_H

#include <stddef.h>
#include <stdint.h>

typedef void *PVOID;
typedef uint32_t DWORD;
typedef int32_t LONG;
typedef int32_t HRESULT;
typedef int BOOL;

#define S_OK ((HRESULT)0)
#define E_FAIL ((HRESULT)0x80004005)
#define E_ACCESSDENIED ((HRESULT)0x80070005)
#define E_OUTOFMEMORY ((HRESULT)0x8007000E)
#define E_INVALIDARG ((HRESULT)0x80070057)
#define E_NOT_SUPPORTED ((HRESULT)0x80070032)
#define FAILED(result) ((HRESULT)(result) < 0)
#define SUCCEEDED(result) ((HRESULT)(result) >= 0)

#define ARG_I_PTR 4
#define ARG_I_WSTR 5
#define ARG_O_PTR 8
#define ARG_IO_PTR 12
#define MARSHAL_FORCE_ALIAS 0x80000000u

HRESULT CeOpenCallerBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force);
HRESULT CeCloseCallerBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeAllocAsynchronousBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeAsynchronousBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFlushAsynchronousBuffer(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor);
HRESULT CeAllocDuplicateBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeDuplicateBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);

/* The thread that is said to act. */
extern DWORD host_thread;
/* Called when the planted defect has shown. */
void host_defect(void);

#define MARSHALCHECK_THREAD() host_thread
#define MARSHALCHECK_INCREMENT(p) __sync_add_and_fetch(p, 1)

#endif
