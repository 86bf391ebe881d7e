/*
 * Prints one record for each marshalling call, for `marshalcheck trace`. C89 and C++.
 *
 * Include it behind the system's own headers (windows.h, pkfuncs.h or kernsdk.h) in every file that
 * calls the functions, and define MARSHALCHECK_TRACE_MAIN in one of them. Nothing else changes.
 * docs/validate-a-log.md tells the format and what the three macros at the end are good for.
 *
 * What can be defined before:
 *   MARSHALCHECK_PRINT(text)    prints a zero-terminated char string and ends the line
 *   MARSHALCHECK_THREAD()       number of the present thread
 *   MARSHALCHECK_INCREMENT(p)   adds one to *p as one step, gives the new value
 */
#ifndef MARSHALCHECK_TRACE_H
#define MARSHALCHECK_TRACE_H

#ifdef __cplusplus
extern "C" {
#endif

HRESULT marshalcheck_open(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force);
HRESULT marshalcheck_close(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT marshalcheck_alloc(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT marshalcheck_free(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);
HRESULT marshalcheck_flush(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor);
HRESULT marshalcheck_duplicate(PVOID *out, PVOID source, DWORD size, DWORD descriptor);
HRESULT marshalcheck_free_duplicate(PVOID buffer, PVOID source, DWORD size, DWORD descriptor);

void marshalcheck_begin(const char *reading, const char *server, DWORD copy_limit);
void marshalcheck_event(const char *op, DWORD process);
/* `op` is "read" or "write"; `data` is the key behind which `value` stands, NULL for none. */
void marshalcheck_access(
    const char *op, PVOID address, DWORD size, const char *data, DWORD value, BOOL fault);
extern volatile LONG marshalcheck_counter;

#ifdef __cplusplus
}
#endif

#ifdef MARSHALCHECK_TRACE_MAIN

#ifndef MARSHALCHECK_PRINT
#ifdef UNDER_CE
#define MARSHALCHECK_PRINT(text) RETAILMSG(1, (TEXT("%S\r\n"), text))
#else
#include <stdio.h>
#define MARSHALCHECK_PRINT(text) ((void)printf("%s\n", text))
#endif
#endif

#ifndef MARSHALCHECK_THREAD
#define MARSHALCHECK_THREAD() GetCurrentThreadId()
#endif

#ifndef MARSHALCHECK_INCREMENT
#define MARSHALCHECK_INCREMENT(p) InterlockedIncrement((LONG *)(p))
#endif

volatile LONG marshalcheck_counter;

/* A record that is being written; no call of a library is made for it. */
typedef struct {
    char text[512];
    unsigned length;
} marshalcheck_record;

static void marshalcheck_put(marshalcheck_record *record, const char *text)
{
    while (*text != 0 && record->length < sizeof record->text - 8) {
        record->text[record->length++] = *text++;
    }
}

static void marshalcheck_hexadecimal(marshalcheck_record *record, DWORD value, int digits)
{
    char text[9];
    int at = 8;
    text[8] = 0;
    do {
        text[--at] = "0123456789abcdef"[value & 15];
        value >>= 4;
        digits -= 1;
    } while (value != 0 || digits > 0);
    marshalcheck_put(record, text + at);
}

static void marshalcheck_number(marshalcheck_record *record, const char *key, DWORD value)
{
    marshalcheck_put(record, " ");
    marshalcheck_put(record, key);
    marshalcheck_put(record, "=0x");
    marshalcheck_hexadecimal(record, value, 1);
}

static void marshalcheck_pointer(marshalcheck_record *record, const char *key, PVOID value)
{
    marshalcheck_number(record, key, (DWORD)(size_t)value);
}

static void marshalcheck_word(marshalcheck_record *record, const char *key, const char *value)
{
    marshalcheck_put(record, " ");
    marshalcheck_put(record, key);
    marshalcheck_put(record, "=");
    marshalcheck_put(record, value);
}

/* Begins a record; `from`: the counter when the call began. */
static void marshalcheck_start(marshalcheck_record *record, const char *op, LONG from)
{
    record->length = 0;
    marshalcheck_put(record, "@mc n=0x");
    marshalcheck_hexadecimal(record, (DWORD)MARSHALCHECK_INCREMENT(&marshalcheck_counter), 1);
    marshalcheck_number(record, "from", (DWORD)from);
    marshalcheck_word(record, "op", op);
    marshalcheck_number(record, "thread", (DWORD)MARSHALCHECK_THREAD());
}

/* Ends it with the checksum of what stands behind "@mc ", and prints it. */
static void marshalcheck_finish(marshalcheck_record *record)
{
    DWORD sum = 0;
    unsigned at;
    for (at = 4; at < record->length; at += 1) {
        sum = (sum * 31 + (unsigned char)record->text[at]) & 0xffff;
    }
    marshalcheck_put(record, " ~");
    marshalcheck_hexadecimal(record, sum, 4);
    record->text[record->length] = 0;
    MARSHALCHECK_PRINT(record->text);
}

static void marshalcheck_arguments(
    marshalcheck_record *record, PVOID source, DWORD size, DWORD descriptor, HRESULT result)
{
    marshalcheck_pointer(record, "source", source);
    marshalcheck_number(record, "size", size);
    marshalcheck_number(record, "descriptor", descriptor);
    marshalcheck_number(record, "result", (DWORD)result);
}

static void marshalcheck_out(marshalcheck_record *record, PVOID *out, PVOID was)
{
    if (out == NULL) {
        marshalcheck_put(record, " noOut=1 out=0");
        return;
    }
    marshalcheck_pointer(record, "out", *out);
    marshalcheck_pointer(record, "was", was);
}

HRESULT marshalcheck_open(PVOID *out, PVOID source, DWORD size, DWORD descriptor, BOOL force)
{
    LONG from = marshalcheck_counter;
    PVOID was = out == NULL ? NULL : *out;
    HRESULT result = CeOpenCallerBuffer(out, source, size, descriptor, force);
    marshalcheck_record record;
    marshalcheck_start(&record, "CeOpenCallerBuffer", from);
    marshalcheck_arguments(&record, source, size, descriptor, result);
    if (force) marshalcheck_put(&record, " forceDuplicate=1");
    marshalcheck_out(&record, out, was);
    marshalcheck_finish(&record);
    return result;
}

/* A function that makes a buffer of one that is marshalled already. */
#define MARSHALCHECK_MAKES(name, function)                                                  \
    HRESULT name(PVOID *out, PVOID source, DWORD size, DWORD descriptor)                    \
    {                                                                                       \
        LONG from = marshalcheck_counter;                                                   \
        PVOID was = out == NULL ? NULL : *out;                                              \
        HRESULT result = function(out, source, size, descriptor);                           \
        marshalcheck_record record;                                                         \
        marshalcheck_start(&record, #function, from);                                       \
        marshalcheck_arguments(&record, source, size, descriptor, result);                  \
        marshalcheck_out(&record, out, was);                                                \
        marshalcheck_finish(&record);                                                       \
        return result;                                                                      \
    }

/* A function that ends the life of a buffer. */
#define MARSHALCHECK_ENDS(name, function)                                                   \
    HRESULT name(PVOID buffer, PVOID source, DWORD size, DWORD descriptor)                  \
    {                                                                                       \
        LONG from = marshalcheck_counter;                                                   \
        HRESULT result = function(buffer, source, size, descriptor);                        \
        marshalcheck_record record;                                                         \
        marshalcheck_start(&record, #function, from);                                       \
        marshalcheck_pointer(&record, "buffer", buffer);                                    \
        marshalcheck_arguments(&record, source, size, descriptor, result);                  \
        marshalcheck_finish(&record);                                                       \
        return result;                                                                      \
    }

MARSHALCHECK_MAKES(marshalcheck_alloc, CeAllocAsynchronousBuffer)
MARSHALCHECK_MAKES(marshalcheck_duplicate, CeAllocDuplicateBuffer)
MARSHALCHECK_ENDS(marshalcheck_close, CeCloseCallerBuffer)
MARSHALCHECK_ENDS(marshalcheck_free, CeFreeAsynchronousBuffer)
MARSHALCHECK_ENDS(marshalcheck_free_duplicate, CeFreeDuplicateBuffer)

HRESULT marshalcheck_flush(
    PVOID buffer, PVOID source, PVOID unmarshalled, DWORD size, DWORD descriptor)
{
    LONG from = marshalcheck_counter;
    HRESULT result = CeFlushAsynchronousBuffer(buffer, source, unmarshalled, size, descriptor);
    marshalcheck_record record;
    marshalcheck_start(&record, "CeFlushAsynchronousBuffer", from);
    marshalcheck_pointer(&record, "buffer", buffer);
    marshalcheck_pointer(&record, "unmarshalled", unmarshalled);
    marshalcheck_arguments(&record, source, size, descriptor, result);
    marshalcheck_finish(&record);
    return result;
}

void marshalcheck_begin(const char *reading, const char *server, DWORD copy_limit)
{
    marshalcheck_record record;
    marshalcheck_start(&record, "begin", marshalcheck_counter);
    marshalcheck_word(&record, "reading", reading);
    marshalcheck_word(&record, "server", server);
    marshalcheck_number(&record, "copyLimit", copy_limit);
    marshalcheck_finish(&record);
}

void marshalcheck_event(const char *op, DWORD process)
{
    marshalcheck_record record;
    marshalcheck_start(&record, op, marshalcheck_counter);
    if (process != 0) marshalcheck_number(&record, "process", process);
    marshalcheck_finish(&record);
}

void marshalcheck_access(
    const char *op, PVOID address, DWORD size, const char *data, DWORD value, BOOL fault)
{
    marshalcheck_record record;
    marshalcheck_start(&record, op, marshalcheck_counter);
    marshalcheck_pointer(&record, "buffer", address);
    marshalcheck_number(&record, "size", size);
    if (data != NULL) marshalcheck_number(&record, data, value);
    if (fault) marshalcheck_put(&record, " fault=1");
    marshalcheck_finish(&record);
}

#endif /* MARSHALCHECK_TRACE_MAIN */

/* From here on the functions print. */
#define CeOpenCallerBuffer marshalcheck_open
#define CeCloseCallerBuffer marshalcheck_close
#define CeAllocAsynchronousBuffer marshalcheck_alloc
#define CeFreeAsynchronousBuffer marshalcheck_free
#define CeFlushAsynchronousBuffer marshalcheck_flush
#define CeAllocDuplicateBuffer marshalcheck_duplicate
#define CeFreeDuplicateBuffer marshalcheck_free_duplicate

/* The reading and server by their IDs, the copy limit in bytes: where the driver starts. */
#define MARSHALCHECK_BEGIN(reading, server, copy_limit) \
    marshalcheck_begin(reading, server, copy_limit)
/* Entry and exit of a call; the process is the caller's, GetCallerVMProcessId() in a driver. */
#define MARSHALCHECK_CALL(process) marshalcheck_event("call", process)
#define MARSHALCHECK_RETURN() marshalcheck_event("return", 0)
/* The driver has learned that a process has gone. */
#define MARSHALCHECK_EXIT(process) marshalcheck_event("exit", process)

#endif
