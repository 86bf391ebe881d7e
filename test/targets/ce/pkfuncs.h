#pragma once
#define ARG_I_PTR 4
#define ARG_I_WSTR 5
#define ARG_I_ASTR 6
#define ARG_O_PTR 8
#define ARG_O_PDW 9
#define ARG_O_PI64 10
#define ARG_IO_PTR 12
#define ARG_IO_PDW 13
#define ARG_IO_PI64 14
#define MARSHAL_FORCE_ALIAS 0x80000000u
HRESULT CeOpenCallerBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force);
HRESULT CeCloseCallerBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeAllocAsynchronousBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeAsynchronousBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFlushAsynchronousBuffer(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor);
HRESULT CeAllocDuplicateBuffer(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT CeFreeDuplicateBuffer(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HANDLE ActivateDeviceEx(LPCTSTR key, PVOID init, DWORD count, PVOID parameter);
BOOL DeactivateDevice(HANDLE device);
