/* The part of marshalcheck_board.h for a host: every actor is this program, one after the other. */

static int board_running[BOARD_APPLICATIONS + 1];
static int board_now;
static unsigned char board_bytes[BOARD_MOST_BYTES];

static DWORD board_process(int process)
{
    return process == 0 ? 0 : 0x20 + (DWORD)process;
}

/* By whom: a thread of the driver, or an application by itself. */
static void board_by(board_event *event)
{
    if (board_now >= 0) {
        event->has_thread = 1;
        event->thread = host_thread;
    } else {
        event->has_process = 1;
        event->process = board_process(-board_now);
    }
}

void board_read(PVOID address, DWORD size)
{
    board_event event;
    board_clear(&event, "read");
    board_by(&event);
    board_at(&event, address, size);
    event.is_fault = !host_read(address, size, board_bytes);
    event.has_sum = !event.is_fault;
    event.sum = board_sum(board_bytes, size);
    board_print(&event);
}

void board_write(PVOID address, DWORD size, DWORD data, DWORD offset)
{
    board_event event;
    board_clear(&event, "write");
    board_by(&event);
    board_at(&event, address, size);
    memset(board_bytes, 0, size);
    if (data > 0) memcpy(board_bytes, board_pattern(data + 15, offset), size);
    event.is_fault = !host_write(address, size, board_bytes);
    event.has_data = 1;
    event.data = data;
    board_print(&event);
}

static void board_virtual(const char *name, PVOID address, DWORD size, DWORD protection)
{
    board_event event;
    board_clear(&event, name);
    board_by(&event);
    board_at(&event, address, size);
    event.has_protection = protection != 0;
    event.protection = protection;
    event.has_result = 1;
    event.result = host_virtual(name, address, size, protection);
    board_print(&event);
}

void board_protect(PVOID address, DWORD size, DWORD protection)
{
    board_virtual("VirtualProtect", address, size, protection);
}

void board_free(int region)
{
    board_virtual("VirtualFree", board.memory[region], 0, 0);
}

void board_allocate(int region)
{
    board_virtual("VirtualAlloc", board.memory[region], 0, 0);
}

void board_call(int thread, BOOL forwarded, int name, PVOID source, DWORD size, DWORD descriptor)
{
    board_event event;
    PVOID parameter;
    int process = -board_now;
    board_clear(&event, "call");
    event.result = (DWORD)host_call(
        thread, process, forwarded, source, size, descriptor, &parameter);
    host_become(thread);
    event.has_thread = event.has_process = event.has_result = 1;
    event.thread = host_thread;
    event.process = board_process(process);
    event.is_forwarded = forwarded;
    event.has_parameter = descriptor != 0;
    event.source = (DWORD)(size_t)source;
    event.size = size;
    event.descriptor = descriptor;
    event.parameter = (DWORD)(size_t)parameter;
    board_print(&event);
    board_live[thread] = SUCCEEDED(event.result);
    if (board_live[thread] && parameter != NULL) board.results[name] = parameter;
}

void board_return(int thread)
{
    board_event event;
    board_clear(&event, "return");
    board_by(&event);
    host_return(thread);
    board_live[thread] = 0;
    board_print(&event);
}

void board_exit(void)
{
    board_event event;
    board_clear(&event, "exit");
    board_by(&event);
    host_exit(-board_now);
    board_running[-board_now] = 0;
    board_print(&event);
}

void board_start(int process)
{
    board_event event;
    board_clear(&event, "start");
    event.has_process = 1;
    event.process = board_process(process);
    host_start(process);
    board_running[process] = 1;
    board_print(&event);
}

int main(void)
{
    int index;
    for (index = 0; index < board_region_count; index += 1) {
        const board_region *region = &board_regions[index];
        board_fill(index, board_bytes);
        host_memory(region->process, region->address, region->runs, board_bytes, region->size);
        board.memory[index] = ADDRESS(region->address);
    }
    host_begin(board_reading, board_server, board_copy_limit, board_applications);
    MARSHALCHECK_BEGIN(board_reading, board_server, board_copy_limit);
    for (index = 0; index < board_region_count; index += 1) {
        board_print_region(index, board_process(board_regions[index].process));
    }
    for (index = 1; index <= board_applications; index += 1) board_running[index] = 1;
    for (board.step = 1; (board_now = board_actor()) != BOARD_NOBODY; board.step += 1) {
        if (board_now < 0 && board_now != BOARD_LAUNCHER && !board_running[-board_now]) continue;
        host_become(board_now);
        board_step(board.step);
    }
    return 0;
}
