/*
 * Memory that runs out when a test says so: these stand before the ones of
 * libc. The address sanitizer brings its own, so there is nothing to starve.
 *
 *	STARVED(i, result = tp_set_add(&set, record, &err));
 *
 * runs the statement with allocation i in it failing (from 0), and all after it; STARVED_ONCE with that one alone.
 */
#ifndef STARVE_H
#define STARVE_H

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#ifndef __has_feature
#define __has_feature(x) 0
#endif

#if defined __SANITIZE_ADDRESS__ || __has_feature(address_sanitizer)
enum { CAN_STARVE = false };
static bool starve_hit;
#define STARVED(at, statement) do { (void)(at); starve_hit = false; statement; } while (0)
#define STARVED_ONCE STARVED
#else
enum { CAN_STARVE = true };
static long starve_left = -1; /* allocations that still go well; negative: all */
static bool starve_hit;       /* one was refused */
static bool starve_once;

/* glibc's own, below the names that are taken here. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *old, size_t size);

static bool starve_refuses(void)
{
	if (starve_left < 0 || starve_left-- > 0)
		return false;
	starve_left = starve_once ? -1 : 0;
	starve_hit = true;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return starve_refuses() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return starve_refuses() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
	return starve_refuses() ? NULL : __libc_realloc(old, size);
}

void *reallocarray(void *old, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total)) {
		errno = ENOMEM;
		return NULL;
	}
	return starve_refuses() ? NULL : __libc_realloc(old, total);
}

#define STARVE(once, at, statement) \
	do { \
		starve_once = once; \
		starve_hit = false; \
		starve_left = (at); \
		statement; \
		starve_left = -1; \
	} while (0)
#define STARVED(at, statement) STARVE(false, at, statement)
#define STARVED_ONCE(at, statement) STARVE(true, at, statement)
#endif

#endif
