/*
 * Records what a process does to the files below a folder, in the order in which it happens, so that a test can tell
 * what a disk must still hold after a power failure at any moment. Loaded with LD_PRELOAD.
 *
 *   TRACE_ROOT   the folder, absolute, without a slash at its end
 *   TRACE_FILE   where the record goes; it must lie outside the folder
 *   DISK_FULL    a path: while a file lies there, the disk is full; a write gets half of its bytes there and fails
 *
 * Standard output is recorded as well: what a process has told others is then in order with what it has synced.
 * One call at a time is let through, so that the order of the records is the order of the calls' effects.
 *
 * A record, little-endian: length of the rest (u32), kind (u8), descriptor (i32), number (i64), length of the first
 * path (u16), length of the second (u16), both paths, data. Calls that fail are not recorded.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define DESCRIPTORS 65536
#define NONE (-1)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int record_to = NONE;
static char watched[DESCRIPTORS];
static const char *full;

__attribute__((constructor)) static void begin(void) {
  const char *file = getenv("TRACE_FILE");
  root = getenv("TRACE_ROOT");
  full = getenv("DISK_FULL");
  if (!root || !file) return;
  root_length = strlen(root);
  record_to = (int)syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record_to < 0) abort();
  watched[STDOUT_FILENO] = 1;
}

/* Never through the interposed functions: the record itself is not recorded. A record half written would be a lie. */
static void append(const void *bytes, size_t length) {
  const char *next = bytes;
  while (length > 0) {
    long written = syscall(SYS_write, record_to, next, length);
    if (written <= 0) abort();
    next += written;
    length -= (size_t)written;
  }
}

static void note(char kind, int fd, int64_t number, const char *first, const char *second, const struct iovec *parts,
                 int count, size_t length) {
  uint16_t lengths[2] = {(uint16_t)strlen(first), (uint16_t)strlen(second)};
  int32_t descriptor = fd;
  uint32_t rest = (uint32_t)(1 + sizeof descriptor + sizeof number + sizeof lengths + lengths[0] + lengths[1] + length);
  append(&rest, sizeof rest);
  append(&kind, 1);
  append(&descriptor, sizeof descriptor);
  append(&number, sizeof number);
  append(lengths, sizeof lengths);
  append(first, lengths[0]);
  append(second, lengths[1]);
  for (int i = 0; i < count && length > 0; i++) {
    size_t share = parts[i].iov_len < length ? parts[i].iov_len : length;
    append(parts[i].iov_base, share);
    length -= share;
  }
}

static int is_watched(int fd) { return record_to != NONE && fd >= 0 && fd < DESCRIPTORS && watched[fd]; }

static int is_below(const char *path) {
  return record_to != NONE && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define ORDERED(type, call, record)            \
  pthread_mutex_lock(&lock);                   \
  type result = call;                          \
  if (result >= 0) record;                     \
  pthread_mutex_unlock(&lock);                 \
  return result

static void opened(int fd, const char *path, int flags) {
  if (fd >= DESCRIPTORS) abort();
  watched[fd] = 1;
  note('o', fd, flags, path, "", NULL, 0, 0);
}

#define OPEN(name)                                                       \
  int name(const char *path, int flags, ...) {                           \
    va_list more;                                                        \
    va_start(more, flags);                                               \
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; \
    va_end(more);                                                        \
    if (!is_below(path)) return REAL(name)(path, flags, mode);           \
    ORDERED(int, REAL(name)(path, flags, mode), opened(result, path, flags)); \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  if (!is_watched(fd)) return REAL(close)(fd);
  ORDERED(int, REAL(close)(fd), (watched[fd] = 0, note('c', fd, 0, "", "", NULL, 0, 0)));
}

/* The number of a write is its offset, or -1 for where the descriptor stands. */
static void wrote(int fd, int64_t offset, const struct iovec *parts, int count, ssize_t length) {
  note('w', fd, offset, "", "", parts, count, (size_t)length);
}

static int is_full(int fd) { return full && fd != STDOUT_FILENO && access(full, F_OK) == 0; }

/* As on a disk that fills up: what still fits is written, and the next call fails. */
static ssize_t write_to_full(int fd, const void *bytes, size_t length) {
  static char refuses[DESCRIPTORS];
  refuses[fd] = !refuses[fd];
  if (refuses[fd] && length > 1) return REAL(write)(fd, bytes, length / 2);
  errno = ENOSPC;
  return -1;
}

ssize_t write(int fd, const void *bytes, size_t length) {
  if (!is_watched(fd)) return REAL(write)(fd, bytes, length);
  struct iovec part = {(void *)bytes, length};
  if (is_full(fd)) {
    ORDERED(ssize_t, write_to_full(fd, bytes, length), wrote(fd, NONE, &part, 1, result));
  }
  ORDERED(ssize_t, REAL(write)(fd, bytes, length), wrote(fd, NONE, &part, 1, result));
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  if (!is_watched(fd)) return REAL(writev)(fd, parts, count);
  ORDERED(ssize_t, REAL(writev)(fd, parts, count), wrote(fd, NONE, parts, count, result));
}

#define PWRITE(name, offset_type)                                            \
  ssize_t name(int fd, const void *bytes, size_t length, offset_type offset) { \
    if (!is_watched(fd)) return REAL(name)(fd, bytes, length, offset);       \
    struct iovec part = {(void *)bytes, length};                             \
    ORDERED(ssize_t, REAL(name)(fd, bytes, length, offset), wrote(fd, offset, &part, 1, result)); \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define PWRITEV(name, offset_type)                                              \
  ssize_t name(int fd, const struct iovec *parts, int count, offset_type offset) { \
    if (!is_watched(fd)) return REAL(name)(fd, parts, count, offset);           \
    ORDERED(ssize_t, REAL(name)(fd, parts, count, offset), wrote(fd, offset, parts, count, result)); \
  }
PWRITEV(pwritev, off_t)
PWRITEV(pwritev64, off64_t)

#define BY_DESCRIPTOR(name, kind)                                              \
  int name(int fd) {                                                           \
    if (!is_watched(fd)) return REAL(name)(fd);                                \
    ORDERED(int, REAL(name)(fd), note(kind, fd, 0, "", "", NULL, 0, 0));       \
  }
BY_DESCRIPTOR(fsync, 's')
BY_DESCRIPTOR(fdatasync, 's')

#define TRUNCATE(name, length_type)                                            \
  int name(int fd, length_type length) {                                       \
    if (!is_watched(fd)) return REAL(name)(fd, length);                        \
    ORDERED(int, REAL(name)(fd, length), note('t', fd, length, "", "", NULL, 0, 0)); \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

int mkdir(const char *path, mode_t mode) {
  if (!is_below(path)) return REAL(mkdir)(path, mode);
  ORDERED(int, REAL(mkdir)(path, mode), note('m', NONE, 0, path, "", NULL, 0, 0));
}

#define BY_PATH(name)                                                          \
  int name(const char *path) {                                                 \
    if (!is_below(path)) return REAL(name)(path);                              \
    ORDERED(int, REAL(name)(path), note('u', NONE, 0, path, "", NULL, 0, 0));  \
  }
BY_PATH(unlink)
BY_PATH(rmdir)
BY_PATH(remove)

#define BY_TWO_PATHS(name, kind)                                               \
  int name(const char *from, const char *to) {                                 \
    if (!is_below(from) && !is_below(to)) return REAL(name)(from, to);         \
    ORDERED(int, REAL(name)(from, to), note(kind, NONE, 0, from, to, NULL, 0, 0)); \
  }
BY_TWO_PATHS(rename, 'r')
BY_TWO_PATHS(link, 'l')

/*
 * LevelDB writes through stdio, whose own calls cannot be interposed: a stream below the folder becomes one that writes
 * through the functions above.
 */
static FILE *streams[DESCRIPTORS];

static ssize_t stream_write(void *fd, const char *bytes, size_t length) {
  size_t done = 0;
  while (done < length) {
    ssize_t written = write((int)(intptr_t)fd, bytes + done, length - done);
    if (written < 0) break;
    done += (size_t)written;
  }
  return (ssize_t)done;
}

static int stream_close(void *fd) {
  streams[(int)(intptr_t)fd] = NULL;
  return close((int)(intptr_t)fd);
}

static FILE *stream_to(const char *path, const char *mode) {
  int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (mode[0] == 'a' ? O_APPEND : O_TRUNC), 0644);
  if (fd < 0) return NULL;
  cookie_io_functions_t functions = {.write = stream_write, .close = stream_close};
  streams[fd] = fopencookie((void *)(intptr_t)fd, mode, functions);
  return streams[fd];
}

#define FOPEN(name)                                                            \
  FILE *name(const char *path, const char *mode) {                             \
    int writes = (mode[0] == 'w' || mode[0] == 'a') && !strchr(mode, '+');     \
    return writes && is_below(path) ? stream_to(path, mode) : REAL(name)(path, mode); \
  }
FOPEN(fopen)
FOPEN(fopen64)

#define FILENO(name)                                                           \
  int name(FILE *stream) {                                                     \
    for (int fd = 0; record_to != NONE && fd < DESCRIPTORS; fd++)              \
      if (streams[fd] == stream) return fd;                                    \
    return REAL(name)(stream);                                                 \
  }
FILENO(fileno)
FILENO(fileno_unlocked)
