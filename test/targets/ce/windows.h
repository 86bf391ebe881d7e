#pragma once
/* Stand-ins for the headers of Windows CE: what the board's part of the runtime takes from them. */
#include <stddef.h>
#include <stdint.h>
typedef void *PVOID, *HANDLE, *HINSTANCE;
typedef uint32_t DWORD, *PDWORD;
typedef int32_t LONG, HRESULT;
typedef int BOOL;
typedef uint8_t *PBYTE;
typedef wchar_t TCHAR, *LPTSTR;
typedef const wchar_t *LPCTSTR;
typedef struct { HANDLE hProcess, hThread; DWORD dwProcessId, dwThreadId; } PROCESS_INFORMATION;
typedef DWORD (*THREAD)(PVOID);
#define WINAPI
#define __declspec(what)
#define __try if (1)
#define __except(filter) else if (filter)
#define EXCEPTION_EXECUTE_HANDLER 1
#define TRUE 1
#define FALSE 0
#define TEXT(text) L##text
#define MAX_PATH 260
#define FAILED(result) ((HRESULT)(result) < 0)
#define SUCCEEDED(result) ((HRESULT)(result) >= 0)
#define HRESULT_FROM_WIN32(code) ((HRESULT)((code) | 0x80070000u))
#define CTL_CODE(device, function, method, access) \
    (((device) << 16) | ((access) << 14) | ((function) << 2) | (method))
#define FILE_DEVICE_STREAMS 0x200
#define METHOD_BUFFERED 0
#define FILE_ANY_ACCESS 0
#define GENERIC_READ 0x80000000u
#define GENERIC_WRITE 0x40000000u
#define FILE_SHARE_READ 1
#define FILE_SHARE_WRITE 2
#define OPEN_EXISTING 3
#define INVALID_HANDLE_VALUE ((HANDLE)(size_t)-1)
#define MEM_COMMIT 0x1000
#define MEM_RESERVE 0x2000
#define MEM_RELEASE 0x8000
#define PAGE_READWRITE 4
#define LPTR 0x40
#define RETAILMSG(condition, words) ((condition) ? (void)retail_message words : (void)0)
void retail_message(LPCTSTR format, ...);
PVOID VirtualAlloc(PVOID address, size_t size, DWORD kind, DWORD protection);
BOOL VirtualFree(PVOID address, size_t size, DWORD kind);
BOOL VirtualProtect(PVOID address, size_t size, DWORD protection, PDWORD before);
HANDLE CreateFile(LPCTSTR name, DWORD access, DWORD share, PVOID security, DWORD how, DWORD flags,
                  HANDLE like);
BOOL DeviceIoControl(HANDLE device, DWORD code, PVOID in, DWORD in_size, PVOID out, DWORD out_size,
                     PDWORD got, PVOID overlapped);
HANDLE CreateThread(PVOID security, DWORD stack, THREAD start, PVOID argument, DWORD flags,
                    PDWORD id);
BOOL CreateProcess(LPCTSTR image, LPCTSTR line, PVOID process, PVOID thread, BOOL inherits,
                   DWORD flags, PVOID environment, LPTSTR folder, PVOID startup,
                   PROCESS_INFORMATION *made);
HANDLE OpenProcess(DWORD access, BOOL inherits, DWORD id);
void ExitProcess(DWORD code);
BOOL CloseHandle(HANDLE handle);
DWORD WaitForSingleObject(HANDLE handle, DWORD milliseconds);
LONG InterlockedExchange(LONG *target, LONG value);
LONG InterlockedIncrement(LONG *target);
void Sleep(DWORD milliseconds);
DWORD GetLastError(void);
DWORD GetCurrentThreadId(void);
DWORD GetCurrentProcessId(void);
DWORD GetModuleFileName(HINSTANCE module, LPTSTR name, DWORD size);
PVOID LocalAlloc(DWORD flags, size_t size);
PVOID LocalFree(PVOID memory);
