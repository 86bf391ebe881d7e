/* The application of marshalcheck_board_ce.h: launcher without an argument, else that number. */

static HANDLE board_device;
static int board_self;
static BOOL board_has_told; /* the driver has learned, or learns otherwise, what a step did */

static HANDLE board_open(void)
{
    return CreateFile(TEXT("MCB1:"), GENERIC_READ | GENERIC_WRITE,
        FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

static BOOL board_ask(DWORD code, PVOID in, DWORD in_size, PVOID to, DWORD to_size)
{
    DWORD got;
    return DeviceIoControl(board_device, code, in, in_size, to, to_size, &got, NULL);
}

/* The driver knows who asks. */
static void board_by(board_event *event)
{
    event->has_process = 1;
}

static void board_told(const board_event *event)
{
    board_has_told = TRUE;
    board_ask(BOARD_TELL, (PVOID)event, sizeof *event, NULL, 0);
}

void board_allocate(int region)
{
    PVOID base = board_lay(region, board.memory[region], FALSE);
    board_virtual("VirtualAlloc", board.memory[region], 0, 0, (DWORD)(size_t)base);
}

static void board_ready_now(BOOL fills)
{
    board_ready ready;
    int index;
    memset(&ready, 0, sizeof ready);
    ready.application = board_self;
    ready.id = GetCurrentProcessId();
    for (index = 0; index < board_region_count; index += 1) {
        if (board_regions[index].process != board_self) continue;
        ready.memory[index] = board_lay(index, (PVOID)(size_t)board_regions[index].address, fills);
    }
    board_ask(BOARD_READY, &ready, sizeof ready, NULL, 0);
}

/* DeviceIoControl has one buffer that goes in and one that comes out; others cannot be passed. */
static DWORD WINAPI board_carry(PVOID given)
{
    board_carrier *carrier = (board_carrier *)given;
    DWORD code = BOARD_CODE(carrier->forwarded ? BOARD_FORWARD : BOARD_CALL, carrier->thread);
    BOOL goes_out = carrier->descriptor == ARG_O_PTR;
    BOOL passes = carrier->descriptor != 0;
    DWORD got;
    HANDLE device = board_open();
    BOOL result = DeviceIoControl(device, code,
        passes && !goes_out ? carrier->source : NULL, passes && !goes_out ? carrier->size : 0,
        goes_out ? carrier->source : NULL, goes_out ? carrier->size : 0, &got, NULL);
    if (!result) {
        board_event event;
        board_clear(&event, "call");
        event.has_thread = event.has_result = event.has_parameter = 1;
        event.thread = GetCurrentThreadId();
        event.result = (DWORD)HRESULT_FROM_WIN32(GetLastError());
        event.source = (DWORD)(size_t)carrier->source;
        event.size = carrier->size;
        event.descriptor = carrier->descriptor;
        board_told(&event);
    }
    CloseHandle(device);
    LocalFree(carrier);
    return 0;
}

void board_call(int thread, BOOL forwarded, int name, PVOID source, DWORD size, DWORD descriptor)
{
    board_carrier *carrier = (board_carrier *)LocalAlloc(LPTR, sizeof *carrier);
    if (carrier == NULL) return;
    board_has_told = TRUE;
    if (descriptor != 0 && descriptor != ARG_I_PTR && descriptor != ARG_O_PTR) {
        RETAILMSG(1, (TEXT("a board cannot pass a parameter of type 0x%x\r\n"), descriptor));
    }
    carrier->thread = thread;
    carrier->application = board_self;
    carrier->name = name;
    carrier->forwarded = forwarded;
    carrier->source = source;
    carrier->size = size;
    carrier->descriptor = descriptor;
    board_ask(BOARD_CALL, carrier, sizeof *carrier, NULL, 0);
    CloseHandle(CreateThread(NULL, 0, board_carry, carrier, 0, NULL));
}

void board_exit(void)
{
    board_event event;
    board_clear(&event, "exit");
    board_told(&event);
    ExitProcess(0);
}

static void board_launch(int application)
{
    TCHAR path[MAX_PATH], argument[2];
    PROCESS_INFORMATION made;
    GetModuleFileName(NULL, path, MAX_PATH);
    argument[0] = (TCHAR)('0' + application);
    argument[1] = 0;
    if (!CreateProcess(path, argument, NULL, NULL, FALSE, 0, NULL, NULL, NULL, &made)) return;
    CloseHandle(made.hThread);
    CloseHandle(made.hProcess);
}

void board_start(int process)
{
    /* An argument of two digits: memory of a process that comes back is zero. */
    board_has_told = TRUE;
    board_launch(process + BOARD_APPLICATIONS);
}

/* Steps of the driver's threads belong to the other module. */
void board_return(int thread) { (void)thread; }

/* Carries out one's own steps until there are none left. */
static void board_play(int actor)
{
    int last = 0;
    while (board_ask(BOARD_NEXT, &actor, sizeof actor, &board, sizeof board)) {
        if (board.step == last) {
            Sleep(1);
            continue;
        }
        last = board.step;
        board_has_told = FALSE;
        board_step(board.step);
        if (!board_has_told) {
            board_event nothing;
            board_clear(&nothing, "");
            board_told(&nothing);
        }
    }
}

int WINAPI WinMain(HINSTANCE self, HINSTANCE before, LPTSTR line, int show)
{
    int digit = line != NULL && line[0] >= '1' && line[0] <= '8' ? line[0] - '0' : 0;
    HANDLE driver = NULL;
    int index;
    (void)self; (void)before; (void)show;
    if (digit == 0) driver = ActivateDeviceEx(TEXT("Drivers\\MarshalcheckBoard"), NULL, 0, NULL);
    board_device = board_open();
    if (board_device == INVALID_HANDLE_VALUE) {
        RETAILMSG(1, (TEXT("marshalcheck: MCB1: cannot be opened\r\n")));
        return 1;
    }
    if (digit > 0) {
        board_self = (digit - 1) % BOARD_APPLICATIONS + 1;
        board_ready_now(digit <= BOARD_APPLICATIONS);
        board_play(-board_self);
    } else {
        for (index = 1; index <= board_applications; index += 1) board_launch(index);
        board_play(BOARD_LAUNCHER);
    }
    CloseHandle(board_device);
    if (driver != NULL) DeactivateDevice(driver);
    return 0;
}
