/* A disk that fails when it is told to, for the files of the access log alone; preloaded before the C library.

   FAULTS_CONTROL names a file whose first byte says what fails: 'e' every write and flush (EIO), 'f' flushes alone
   (EIO), 'r' whatever changes anything (EROFS), 'n' whatever takes room (ENOSPC, at times after half of it); anything
   else lets all pass. FAULTS_TRACE names a file that every change is appended to, for a loss of power to be replayed
   from: a header of kind, name, place and count, then name and bytes. Only files below FAULTS_ROOT are watched. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MOST_FILES 4096
#define NEXT(name) ((typeof(&name))dlsym(RTLD_NEXT, #name))

static char *names[MOST_FILES];
static const char *root;
static volatile char *control;
static int trace = -1;
static unsigned turn;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

struct header { char kind, pad; uint16_t name; uint32_t count; uint64_t place; } __attribute__((packed));

__attribute__((constructor)) static void begin(void) {
    const char *told = getenv("FAULTS_CONTROL"), *kept = getenv("FAULTS_TRACE");
    root = getenv("FAULTS_ROOT");
    if (told) {
        int file = syscall(SYS_openat, AT_FDCWD, told, O_RDWR | O_CLOEXEC, 0);
        control = mmap(NULL, 1, PROT_READ, MAP_SHARED, file, 0);
        syscall(SYS_close, file);
    }
    if (kept) trace = syscall(SYS_openat, AT_FDCWD, kept, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static int watched(const char *name) { return root && name && !strncmp(name, root, strlen(root)); }
static const char *name_of(int file) { return file >= 0 && file < MOST_FILES ? names[file] : NULL; }
static char fault(void) { return control && control != MAP_FAILED ? *control : 0; }

/* What fails now: 0 for nothing, else an errno. */
static int failing(char kind) {
    char told = fault();
    if (told == 'r' && kind != 'S') return EROFS;
    if (told == 'e' || (told == 'f' && kind == 'S')) return EIO;
    if (told == 'n' && (kind == 'W' || kind == 'C' || kind == 'T')) return ENOSPC;
    return 0;
}

static void note(char kind, const char *name, uint64_t place, const void *bytes, uint32_t count) {
    if (trace < 0) return;
    struct header head = {kind, 0, (uint16_t)strlen(name), count, place};
    size_t whole = sizeof head + head.name + (bytes ? count : 0);
    char *made = malloc(whole);
    memcpy(made, &head, sizeof head);
    memcpy(made + sizeof head, name, head.name);
    if (bytes) memcpy(made + sizeof head + head.name, bytes, count);
    syscall(SYS_write, trace, made, whole);
    free(made);
}

/* Puts a mark into the trace: what was written before it may have been told to somebody. */
void faults_mark(const char *words) {
    pthread_mutex_lock(&one_at_a_time);
    note('M', words, 0, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
}

static int opened(const char *name, int flags, mode_t mode, int (*next)(const char *, int, ...)) {
    if (!watched(name)) return next(name, flags, mode);
    int changes = flags & (O_CREAT | O_TRUNC | O_WRONLY | O_RDWR), new = access(name, F_OK) != 0;
    if (fault() == 'r' && changes) { errno = EROFS; return -1; }
    int why = new && (flags & O_CREAT) ? failing('C') : 0;
    if (why) { errno = why; return -1; }
    pthread_mutex_lock(&one_at_a_time);
    int file = next(name, flags, mode);
    if (file >= 0 && file < MOST_FILES) {
        free(names[file]);
        names[file] = strdup(name);
        if (new && (flags & O_CREAT)) note('C', name, 0, NULL, 0);
        else if (flags & O_TRUNC) note('T', name, 0, NULL, 0);
    }
    pthread_mutex_unlock(&one_at_a_time);
    return file;
}

static mode_t mode_in(int flags, va_list more) { return flags & O_CREAT ? va_arg(more, mode_t) : 0; }

#define OPEN(called) \
    int called(const char *name, int flags, ...) { \
        va_list more; va_start(more, flags); mode_t mode = mode_in(flags, more); va_end(more); \
        return opened(name, flags, mode, NEXT(called)); }
OPEN(open)
OPEN(open64)

int close(int file) {
    if (name_of(file)) {
        pthread_mutex_lock(&one_at_a_time);
        free(names[file]);
        names[file] = NULL;
        pthread_mutex_unlock(&one_at_a_time);
    }
    return NEXT(close)(file);
}

static ssize_t put(int file, const void *bytes, size_t count, off64_t place) {
    int why = failing('W');
    if (why == ENOSPC && count > 1 && turn++ % 2) { why = 0; count /= 2; }
    if (why) { errno = why; return -1; }
    pthread_mutex_lock(&one_at_a_time);
    ssize_t done = syscall(SYS_pwrite64, file, bytes, count, place);
    if (done > 0) note('W', names[file], place, bytes, done);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
    return name_of(file) ? put(file, bytes, count, place) : NEXT(pwrite64)(file, bytes, count, place);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
    return name_of(file) ? put(file, bytes, count, place) : NEXT(pwrite)(file, bytes, count, place);
}

ssize_t write(int file, const void *bytes, size_t count) {
    if (!name_of(file)) return NEXT(write)(file, bytes, count);
    int added = fcntl(file, F_GETFL) & O_APPEND;
    off64_t place = lseek64(file, 0, added ? SEEK_END : SEEK_CUR);
    ssize_t done = put(file, bytes, count, place);
    if (done > 0) lseek64(file, place + done, SEEK_SET);
    return done;
}

#define CHANGE(kind, file, called, place) \
    if (!name_of(file)) return called; \
    int why = failing(kind); \
    pthread_mutex_lock(&one_at_a_time); \
    int done = why ? -1 : called; \
    if (!done) note(kind, names[file], place, NULL, 0); \
    else if (kind == 'S') note('F', names[file], 0, NULL, 0); \
    pthread_mutex_unlock(&one_at_a_time); \
    if (why) errno = why; \
    return done;

int ftruncate64(int file, off64_t size) { CHANGE('T', file, NEXT(ftruncate64)(file, size), size) }
int ftruncate(int file, off_t size) { CHANGE('T', file, NEXT(ftruncate)(file, size), size) }

int fsync(int file) { CHANGE('S', file, NEXT(fsync)(file), 0) }
int fdatasync(int file) { CHANGE('S', file, NEXT(fdatasync)(file), 0) }

int unlink(const char *name) {
    if (!watched(name)) return NEXT(unlink)(name);
    if (failing('U')) { errno = failing('U'); return -1; }
    pthread_mutex_lock(&one_at_a_time);
    int done = NEXT(unlink)(name);
    if (!done) note('U', name, 0, NULL, 0);
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}

int rename(const char *name, const char *other) {
    if (!watched(name)) return NEXT(rename)(name, other);
    if (failing('N')) { errno = failing('N'); return -1; }
    pthread_mutex_lock(&one_at_a_time);
    int done = NEXT(rename)(name, other);
    if (!done) note('N', name, 0, other, strlen(other));
    pthread_mutex_unlock(&one_at_a_time);
    return done;
}
