/* The driver of marshalcheck_board_ce.h: it keeps the order of the steps, and prints. */

static DWORD board_ids[BOARD_APPLICATIONS + 1]; /* of the applications that run, else 0 */
static int board_ready_count;
static HANDLE board_service_thread;
static volatile LONG board_ends;

#define BOARD_EXPORT __declspec(dllexport)

static void board_by(board_event *event)
{
    event->has_thread = 1;
    event->thread = GetCurrentThreadId();
}

static void board_told(const board_event *event)
{
    board_print(event);
}

/* Whose turn it is; steps of applications that have gone are passed over. */
static int board_turn(void)
{
    int actor = board_ready_count == board_applications ? board_actor() : BOARD_LAUNCHER - 2;
    while (actor < 0 && actor >= -BOARD_APPLICATIONS && board_ids[-actor] == 0) {
        board.step += 1;
        actor = board_actor();
    }
    return actor;
}

/* Waits for the turn of an actor; FALSE at the end of the scenario. */
static BOOL board_wait(int actor)
{
    for (;;) {
        int turn = board_ends ? BOARD_NOBODY : board_turn();
        if (turn == actor) return TRUE;
        if (turn == BOARD_NOBODY) return FALSE;
        Sleep(1);
    }
}

/* Carries out the steps of a thread of the driver, until its call returns. */
static void board_serve(int thread)
{
    while (board_wait(thread)) {
        board_step(board.step);
        board.step += 1;
        if (thread > 0 && !board_live[thread]) return;
    }
}

static DWORD WINAPI board_service(PVOID unused)
{
    (void)unused;
    board_serve(BOARD_SERVICE);
    return 0;
}

void board_return(int thread)
{
    board_event event;
    board_clear(&event, "return");
    board_by(&event);
    board_live[thread] = 0;
    board_print(&event);
}

/* A call arrives; its parameter is where the system put it. */
static void board_arrive(int thread, const board_carrier *carrier, PVOID parameter, DWORD caller)
{
    board_event event;
    board_clear(&event, "call");
    board_by(&event);
    event.has_process = event.has_result = 1;
    event.process = caller;
    event.is_forwarded = carrier->forwarded;
    event.has_parameter = carrier->descriptor != 0;
    event.source = (DWORD)(size_t)carrier->source;
    event.size = carrier->size;
    event.descriptor = carrier->descriptor;
    event.parameter = (DWORD)(size_t)parameter;
    if (carrier->descriptor != 0) board.results[carrier->name] = parameter;
    board_print(&event);
    board_live[thread] = 1;
    board.step += 1;
    board_serve(thread);
}

/* Steps of applications belong to the other module, and the launcher's. */
void board_allocate(int region) { (void)region; }
void board_exit(void) {}
void board_start(int process) { (void)process; }
void board_call(int thread, BOOL forwarded, int name, PVOID source, DWORD size, DWORD descriptor)
{
    (void)thread; (void)forwarded; (void)name; (void)source; (void)size; (void)descriptor;
}

static void board_announce(void)
{
    int index;
    MARSHALCHECK_BEGIN(board_reading, board_server, board_copy_limit);
    for (index = 0; index < board_region_count; index += 1) {
        const board_region *region = &board_regions[index];
        if (region->process == 0) {
            board.memory[index] = board_lay(index, (PVOID)(size_t)region->address, TRUE);
        }
        board_print_region(index, region->process == 0 ? 0 : board_ids[region->process]);
    }
    board.step = 1;
}

static void board_register(const board_ready *ready)
{
    int index;
    board_event event;
    board_ids[ready->application] = ready->id;
    for (index = 0; index < board_region_count; index += 1) {
        if (board_regions[index].process == ready->application) {
            board.memory[index] = ready->memory[index];
        }
    }
    if (board.step == 0) {
        if (board_ready_count + 1 == board_applications) board_announce();
        board_ready_count += 1;
        return;
    }
    board_clear(&event, "start");
    event.has_process = 1;
    event.process = board_ids[ready->application];
    board_print(&event);
    board.step += 1;
}

/* The step goes on when the process has gone, or its calls keep it. */
static DWORD WINAPI board_reap(PVOID application)
{
    int which = (int)(size_t)application;
    board_event event;
    HANDLE process = OpenProcess(0, FALSE, board_ids[which]);
    if (process != NULL) {
        WaitForSingleObject(process, 2000);
        CloseHandle(process);
    }
    board_clear(&event, "exit");
    event.has_process = 1;
    event.process = board_ids[which];
    board_print(&event);
    board_ids[which] = 0;
    board.step += 1;
    return 0;
}

static void board_hear(const board_event *told)
{
    board_event event = *told;
    int which = -board_actors[board.step - 1];
    if (strcmp(event.op, "exit") == 0) {
        CloseHandle(CreateThread(NULL, 0, board_reap, (PVOID)(size_t)which, 0, NULL));
        return;
    }
    event.has_process = 1;
    event.process = board_ids[which];
    if (event.op[0] != 0) board_print(&event); /* else there was nothing to do */
    board.step += 1;
}

BOARD_EXPORT DWORD MCB_Init(LPCTSTR context)
{
    (void)context;
    board_service_thread = CreateThread(NULL, 0, board_service, NULL, 0, NULL);
    return 1;
}

BOARD_EXPORT BOOL MCB_Deinit(DWORD device)
{
    (void)device;
    InterlockedExchange((LONG *)&board_ends, 1);
    WaitForSingleObject(board_service_thread, 1000);
    CloseHandle(board_service_thread);
    return TRUE;
}

BOARD_EXPORT DWORD MCB_Open(DWORD device, DWORD access, DWORD share)
{
    (void)access; (void)share;
    return device;
}

BOARD_EXPORT BOOL MCB_Close(DWORD open)
{
    (void)open;
    return TRUE;
}

/* A forwarder: the kernel calls in the place of the application. */
static BOOL board_forward(int thread, PBYTE in, DWORD in_size, PBYTE to, DWORD to_size)
{
    DWORD got;
    HANDLE self = CreateFile(TEXT("MCB1:"), GENERIC_READ | GENERIC_WRITE,
        FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    BOOL result = DeviceIoControl(
        self, BOARD_CODE(BOARD_CALL, thread), in, in_size, to, to_size, &got, NULL);
    CloseHandle(self);
    return result;
}

static board_carrier board_carriers[BOARD_ACTORS];

BOARD_EXPORT BOOL MCB_IOControl(DWORD open, DWORD code, PBYTE in, DWORD in_size, PBYTE to, DWORD to_size,
                                PDWORD got)
{
    int thread;
    (void)open;
    if (got != NULL) *got = 0;
    if (code == (DWORD)BOARD_READY && in_size == sizeof(board_ready)) {
        board_register((const board_ready *)in);
        return TRUE;
    }
    if (code == (DWORD)BOARD_NEXT && in_size == sizeof(int) && to_size == sizeof board) {
        if (!board_wait(*(const int *)in)) return FALSE;
        memcpy(to, &board, sizeof board);
        return TRUE;
    }
    if (code == (DWORD)BOARD_TELL && in_size == sizeof(board_event)) {
        board_hear((const board_event *)in);
        return TRUE;
    }
    /* What call `thread` is going to be: told before it, since its buffers are the parameter. */
    if (code == (DWORD)BOARD_CALL && in_size == sizeof(board_carrier)) {
        const board_carrier *carrier = (const board_carrier *)in;
        board_carriers[carrier->thread] = *carrier;
        return TRUE;
    }
    thread = BOARD_THREAD(code, BOARD_FORWARD);
    if (thread >= 1 && thread < BOARD_ACTORS) return board_forward(thread, in, in_size, to, to_size);
    thread = BOARD_THREAD(code, BOARD_CALL);
    if (thread < 1 || thread >= BOARD_ACTORS) return FALSE;
    board_arrive(thread, &board_carriers[thread], in != NULL ? in : to,
                 board_ids[board_carriers[thread].application]);
    return TRUE;
}
