/*
 * A disk that fails, and one that remembers: preloaded into a program under test, this stands between it and the kernel.
 *
 * A seccomp filter turns the calls that are watched into SIGSYS, whoever makes them: the C library, Rust's, or a bare
 * instruction. The handler finds out which file a call is about, and then lets it through, lets it fail, or writes down what it
 * did. The filter knows the handler's own calls by the one instruction they are made with.
 *
 * Faults:
 *   SHIM_CALLS    which calls, by name and with commas between, or "any"; "lock" is fcntl that takes a lock
 *   SHIM_PATH     which files, as a pattern for the whole path
 *   SHIM_NTH      the how manyth such call fails, from 1; 0 only counts
 *   SHIM_FROM     when set, all later ones fail as well
 *   SHIM_WHAT     the name of an error, "short", "torn" or "kill"
 *   SHIM_REPORT   a file that gets two numbers of 8 bytes: how many calls matched, and how many failed
 * Record:
 *   SHIM_RECORD   a file to which is appended what changed under SHIM_FOLDER, and what was forced to the disk
 *   SHIM_FOLDER   a folder with its whole path
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

/* One system call, made by the one instruction that the filter lets through. */
long shim_call(long number, long a, long b, long c, long d, long e, long f);
extern char shim_called[];
#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
__asm__(".text\n.globl shim_call\n.hidden shim_call\n.type shim_call,@function\nshim_call:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\nmov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\n"
        "syscall\n.globl shim_called\n.hidden shim_called\nshim_called:\nret\n");
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
__asm__(".text\n.globl shim_call\n.hidden shim_call\n.type shim_call,%function\nshim_call:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\n"
        "svc #0\n.globl shim_called\n.hidden shim_called\nshim_called:\nret\n");
#else
#error "the shim knows x86_64 and aarch64"
#endif

/* How a call says which file it is about. */
enum about { BY_FD, BY_FD_5, BY_PATH, AT_PATH, TWO_PATHS, TWO_AT_PATHS };

static const struct watched {
    const char *name;
    int number;
    enum about about;
    int changes;
} WATCHED[] = {
#ifdef SYS_open
    {"open", SYS_open, BY_PATH, 1},
    {"creat", SYS_creat, BY_PATH, 1},
    {"unlink", SYS_unlink, BY_PATH, 1},
    {"rename", SYS_rename, TWO_PATHS, 1},
    {"link", SYS_link, TWO_PATHS, 1},
    {"mkdir", SYS_mkdir, BY_PATH, 0},
#endif
    {"openat", SYS_openat, AT_PATH, 1},
    {"unlinkat", SYS_unlinkat, AT_PATH, 1},
    {"renameat", SYS_renameat, TWO_AT_PATHS, 1},
    {"renameat2", SYS_renameat2, TWO_AT_PATHS, 1},
    {"linkat", SYS_linkat, TWO_AT_PATHS, 1},
    {"mkdirat", SYS_mkdirat, AT_PATH, 0},
    {"read", SYS_read, BY_FD, 0},
    {"pread64", SYS_pread64, BY_FD, 0},
    {"write", SYS_write, BY_FD, 1},
    {"pwrite64", SYS_pwrite64, BY_FD, 1},
    {"writev", SYS_writev, BY_FD, 1},
    {"pwritev", SYS_pwritev, BY_FD, 1},
    {"fsync", SYS_fsync, BY_FD, 1},
    {"fdatasync", SYS_fdatasync, BY_FD, 1},
    {"ftruncate", SYS_ftruncate, BY_FD, 1},
    {"fallocate", SYS_fallocate, BY_FD, 1},
    {"copy_file_range", SYS_copy_file_range, BY_FD, 1},
    {"sendfile", SYS_sendfile, BY_FD, 1},
    {"lock", SYS_fcntl, BY_FD, 0},
    {"mmap", SYS_mmap, BY_FD_5, 0},
    {"close", SYS_close, BY_FD, 0},
};
#define COUNT (sizeof WATCHED / sizeof *WATCHED)

static const struct { const char *name; int error; } ERRORS[] = {
    {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EDQUOT", EDQUOT}, {"EROFS", EROFS}, {"ENOLCK", ENOLCK}, {"EINTR", EINTR},
    {"ENOMEM", ENOMEM}, {"EACCES", EACCES}, {"EMFILE", EMFILE},
};

enum what { ERROR, SHORT, TORN, KILL };

static int faulty[COUNT], recording;
static char pattern[PATH_MAX], folder[PATH_MAX];
static uint64_t nth;
static int from, error_number, log_fd = -1;
static enum what what;
static volatile uint64_t *report;
static volatile int busy;

/* Where a name leads that is given relative to an open folder. */
static int at(char *into, long folder_fd, const char *name) {
    size_t length = 0;
    if (name[0] != '/') {
        char link[64];
        if ((int)folder_fd == AT_FDCWD) strcpy(link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", (int)folder_fd);
        long got = shim_call(SYS_readlinkat, AT_FDCWD, (long)link, (long)into, PATH_MAX - 2, 0, 0);
        if (got < 0) return 0;
        length = (size_t)got;
        into[length++] = '/';
    }
    size_t more = strlen(name);
    if (length + more >= PATH_MAX) return 0;
    memcpy(into + length, name, more + 1);
    return 1;
}

/* The file behind a descriptor. */
static int of(char *into, long fd) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", (int)fd);
    long got = shim_call(SYS_readlinkat, AT_FDCWD, (long)link, (long)into, PATH_MAX - 1, 0, 0);
    if (got <= 0 || into[0] != '/') return 0;
    into[got] = 0;
    return 1;
}

/* Which file a call is about, and for two names which second one. */
static int about(const struct watched *call, const long *a, char *first, char *second) {
    second[0] = 0;
    switch (call->about) {
    case BY_FD: return of(first, call->number == SYS_copy_file_range ? a[2] : a[0]);
    case BY_FD_5: return (int)a[4] >= 0 && of(first, a[4]);
    case BY_PATH: return at(first, AT_FDCWD, (const char *)a[0]);
    case AT_PATH: return at(first, a[0], (const char *)a[1]);
    case TWO_PATHS: return at(first, AT_FDCWD, (const char *)a[0]) && at(second, AT_FDCWD, (const char *)a[1]);
    case TWO_AT_PATHS: return at(first, a[0], (const char *)a[1]) && at(second, a[2], (const char *)a[3]);
    }
    return 0;
}

static long bare(int number, const long *a) { return shim_call(number, a[0], a[1], a[2], a[3], a[4], a[5]); }

/* Does half of a call that moves bytes. */
static long half(int number, const long *a) {
    long b[6];
    memcpy(b, a, sizeof b);
    b[2] = (a[2] + 1) / 2; /* bytes, or pieces */
    return bare(number, b);
}

static int moves_bytes(int n) {
    return n == SYS_read || n == SYS_pread64 || n == SYS_write || n == SYS_pwrite64 || n == SYS_writev || n == SYS_pwritev;
}

static int writes(int n) { return moves_bytes(n) && n != SYS_read && n != SYS_pread64; }

/* Is a fault due here? A lock that is given back is none that is taken, and a file that is closed for good is not told of. */
static int due(const struct watched *call, const long *a, const char *first, const char *second) {
    if (call->number == SYS_fcntl) {
        if (a[1] != F_SETLK && a[1] != F_SETLKW && a[1] != F_OFD_SETLK && a[1] != F_OFD_SETLKW) return 0;
        if (((const struct flock *)a[2])->l_type == F_UNLCK) return 0;
    }
    if ((what == SHORT && !moves_bytes(call->number)) || (what == TORN && !writes(call->number))) return 0;
    if (fnmatch(pattern, first, 0) != 0 && (!second[0] || fnmatch(pattern, second, 0) != 0)) return 0;
    uint64_t now = __atomic_add_fetch(&report[0], 1, __ATOMIC_SEQ_CST);
    if (nth == 0 || now < nth || (now > nth && !from)) return 0;
    __atomic_add_fetch(&report[1], 1, __ATOMIC_SEQ_CST);
    return 1;
}

static long fail(int number, const long *a) {
    switch (what) {
    case KILL:
        shim_call(SYS_kill, shim_call(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0);
        for (;;) {}
    case SHORT: return half(number, a);
    case TORN: half(number, a); return -EIO;
    case ERROR: break;
    }
    /* A descriptor is gone whatever close says of it. */
    if (number == SYS_close) bare(number, a);
    return -error_number;
}

static int inside(const char *path) {
    size_t length = strlen(folder);
    return strncmp(path, folder, length) == 0 && (path[length] == '/' || path[length] == 0);
}

/* One record: kind, three numbers, two names, data. The numbers are the inode, the offset or length, and the length of data. */
static void put(char kind, uint64_t inode, uint64_t offset, const char *first, const char *second, const struct iovec *data, int pieces) {
    uint64_t length = 0;
    struct iovec all[64];
    if (pieces > 60) pieces = 60;
    for (int i = 0; i < pieces; i++) length += data[i].iov_len;
    uint16_t names[2] = {(uint16_t)strlen(first), (uint16_t)strlen(second)};
    char head[1 + 8 * 3 + 4];
    head[0] = kind;
    memcpy(head + 1, &inode, 8);
    memcpy(head + 9, &offset, 8);
    memcpy(head + 17, &length, 8);
    memcpy(head + 25, names, 4);
    all[0] = (struct iovec){head, sizeof head};
    all[1] = (struct iovec){(char *)first, names[0]};
    all[2] = (struct iovec){(char *)second, names[1]};
    for (int i = 0; i < pieces; i++) all[3 + i] = data[i];
    shim_call(SYS_writev, log_fd, (long)all, 3 + pieces, 0, 0, 0);
}

static int stat_fd(long fd, struct stat *s) { return shim_call(SYS_fstat, fd, (long)s, 0, 0, 0, 0) == 0; }

static int stat_at(const char *path, struct stat *s) {
    return shim_call(SYS_newfstatat, AT_FDCWD, (long)path, (long)s, AT_SYMLINK_NOFOLLOW, 0, 0) == 0;
}

static long seek(long fd) { return shim_call(SYS_lseek, fd, 0, SEEK_CUR, 0, 0, 0); }

/* Does the call and writes down what it changed. */
static long record(const struct watched *call, const long *a, const char *first, const char *second) {
    struct stat before = {0}, after = {0};
    int n = call->number, opens = n == SYS_openat, unlinks = n == SYS_unlinkat;
#ifdef SYS_open
    opens |= n == SYS_open || n == SYS_creat;
    unlinks |= n == SYS_unlink;
#endif
    int was = call->about != BY_FD && stat_at(first, &before);
    long result = bare(n, a);
    if (result < 0) return result;
    if (opens) {
        if (!stat_fd(result, &after)) return result;
        if (S_ISREG(after.st_mode) && !was) put('c', after.st_ino, 0, first, "", 0, 0);
        if (S_ISREG(after.st_mode) && was && before.st_size > 0 && after.st_size == 0) put('t', after.st_ino, 0, first, "", 0, 0);
        return result;
    }
    if (unlinks) {
        put('u', before.st_ino, 0, first, "", 0, 0);
        return result;
    }
    if (call->about == TWO_PATHS || call->about == TWO_AT_PATHS) {
        int links = n == SYS_linkat;
#ifdef SYS_link
        links |= n == SYS_link;
#endif
        put(links ? 'l' : 'r', before.st_ino, 0, first, second, 0, 0);
        return result;
    }
    long fd = n == SYS_copy_file_range ? a[2] : a[0];
    if (!stat_fd(fd, &after)) return result;
    uint64_t inode = after.st_ino;
    if (n == SYS_fsync || n == SYS_fdatasync) {
        put(S_ISDIR(after.st_mode) ? 'd' : 's', inode, 0, first, "", 0, 0);
    } else if (n == SYS_ftruncate) {
        put('t', inode, (uint64_t)a[1], first, "", 0, 0);
    } else if (n == SYS_fallocate) {
        put('g', inode, (uint64_t)(a[2] + a[3]), first, "", 0, 0);
    } else if (n == SYS_pwrite64) {
        struct iovec one = {(void *)a[1], (size_t)result};
        put('w', inode, (uint64_t)a[3], first, "", &one, 1);
    } else if (n == SYS_write) {
        struct iovec one = {(void *)a[1], (size_t)result};
        put('w', inode, (uint64_t)(seek(fd) - result), first, "", &one, 1);
    } else {
        /* Nothing that is told apart: whoever rebuilds the disk has to stop here. */
        put('?', inode, 0, first, call->name, 0, 0);
    }
    return result;
}

static void handle(int signal, siginfo_t *info, void *context) {
    (void)signal;
    ucontext_t *u = context;
#if defined(__x86_64__)
    greg_t *g = u->uc_mcontext.gregs;
    long a[6] = {g[REG_RDI], g[REG_RSI], g[REG_RDX], g[REG_R10], g[REG_R8], g[REG_R9]};
#else
    unsigned long long *g = u->uc_mcontext.regs;
    long a[6] = {(long)g[0], (long)g[1], (long)g[2], (long)g[3], (long)g[4], (long)g[5]};
#endif
    const struct watched *call = 0;
    for (size_t i = 0; i < COUNT; i++)
        if (WATCHED[i].number == info->si_syscall) call = &WATCHED[i];
    long result;
    char first[PATH_MAX], second[PATH_MAX];
    if (!call || !about(call, a, first, second)) {
        result = bare(info->si_syscall, a);
    } else if (faulty[call - WATCHED] && due(call, a, first, second)) {
        result = fail(call->number, a);
    } else if (recording && call->changes && (inside(first) || (second[0] && inside(second)))) {
        while (__atomic_exchange_n(&busy, 1, __ATOMIC_ACQUIRE)) {}
        result = record(call, a, first, second);
        __atomic_store_n(&busy, 0, __ATOMIC_RELEASE);
    } else {
        result = bare(call->number, a);
    }
#if defined(__x86_64__)
    g[REG_RAX] = result;
#else
    g[0] = (unsigned long long)result;
#endif
}

static void give_up(const char *why) {
    fprintf(stderr, "shim: %s\n", why);
    _exit(99);
}

static const char *told(const char *name) {
    const char *value = getenv(name);
    if (!value) give_up(name);
    return value;
}

static int listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; (at = strstr(at, name)); at += length)
        if ((at == list || at[-1] == ',') && (at[length] == ',' || at[length] == 0)) return 1;
    return 0;
}

static void ask_for_faults(const char *calls) {
    int any = strcmp(calls, "any") == 0, known = 0;
    for (size_t i = 0; i < COUNT; i++) known += faulty[i] = any || listed(calls, WATCHED[i].name);
    if (!known) give_up("SHIM_CALLS names nothing that is known");
    snprintf(pattern, sizeof pattern, "%s", told("SHIM_PATH"));
    nth = strtoull(told("SHIM_NTH"), 0, 10);
    from = getenv("SHIM_FROM") != 0;
    const char *word = told("SHIM_WHAT");
    what = strcmp(word, "short") == 0 ? SHORT : strcmp(word, "torn") == 0 ? TORN : strcmp(word, "kill") == 0 ? KILL : ERROR;
    for (size_t i = 0; i < sizeof ERRORS / sizeof *ERRORS; i++)
        if (strcmp(word, ERRORS[i].name) == 0) error_number = ERRORS[i].error;
    if (what == ERROR && error_number == 0) give_up("SHIM_WHAT is not known");
    int fd = open(told("SHIM_REPORT"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, 16) != 0) give_up("no report can be written");
    report = mmap(0, 16, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (report == MAP_FAILED) give_up("no report can be written");
    close(fd);
}

__attribute__((constructor)) static void begin(void) {
    const char *calls = getenv("SHIM_CALLS"), *log = getenv("SHIM_RECORD");
    if (!calls && !log) return;
    if (calls) ask_for_faults(calls);
    if (log) {
        recording = 1;
        snprintf(folder, sizeof folder, "%s", told("SHIM_FOLDER"));
        int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        log_fd = fd < 0 ? fd : fcntl(fd, F_DUPFD_CLOEXEC, 500);
        if (log_fd < 0) give_up("no record can be written");
        close(fd);
    }
    struct sigaction action = {0};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO;
    sigfillset(&action.sa_mask);
    if (sigaction(SIGSYS, &action, 0) != 0) give_up("no handler");
    struct sock_filter filter[16 + COUNT * 2];
    unsigned short n = 0;
    uint64_t after = (uint64_t)(uintptr_t)shim_called;
#define LOAD(field) filter[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (field))
#define UNLESS(value, skip) filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), 0, (skip))
#define ANSWER(value) filter[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, (value))
    LOAD(offsetof(struct seccomp_data, arch));
    filter[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 1, 0);
    ANSWER(SECCOMP_RET_ALLOW);
    LOAD(offsetof(struct seccomp_data, instruction_pointer));
    UNLESS((uint32_t)after, 3);
    LOAD(offsetof(struct seccomp_data, instruction_pointer) + 4);
    UNLESS((uint32_t)(after >> 32), 1);
    ANSWER(SECCOMP_RET_ALLOW);
    LOAD(offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < COUNT; i++) {
        if (!faulty[i] && !(recording && WATCHED[i].changes)) continue;
        /* The memory of threads that are just beginning must not be asked after: they take no signals yet. */
        if (WATCHED[i].about == BY_FD_5) {
            UNLESS((uint32_t)WATCHED[i].number, 4);
            LOAD(offsetof(struct seccomp_data, args) + 4 * 8);
            UNLESS(UINT32_MAX, 1);
            ANSWER(SECCOMP_RET_ALLOW);
            ANSWER(SECCOMP_RET_TRAP);
            continue;
        }
        UNLESS((uint32_t)WATCHED[i].number, 1);
        ANSWER(SECCOMP_RET_TRAP);
    }
    ANSWER(SECCOMP_RET_ALLOW);
    struct sock_fprog program = {n, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0)
        give_up("the kernel permits no filter");
}
