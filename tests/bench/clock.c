/* clock TIMES COMMAND [ARGUMENT...] runs a command so many times and prints the median seconds it took and the processor
 * worked, and the most KiB one of its processes held. What it writes to standard output goes nowhere. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { TIMES_MAX = 1000 };

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double median(double *values, size_t n)
{
	qsort(values, n, sizeof *values, compare);
	return n % 2 ? values[n / 2] : (values[n / 2 - 1] + values[n / 2]) / 2;
}

static void become(char **command)
{
	int nowhere = open("/dev/null", O_WRONLY);
	if (nowhere >= 0 && dup2(nowhere, STDOUT_FILENO) >= 0)
		execvp(command[0], command);
	perror(command[0]);
	_exit(127);
}

/* vfork, so that what is forked is not part of what is timed. */
static int run(char **command, double *wall, double *work, long *most)
{
	struct rusage usage;
	int status;
	double start = now();
	pid_t child = vfork();
	if (child == 0)
		become(command);
	if (child < 0 || wait4(child, &status, 0, &usage) < 0)
		return -1;
	*wall = now() - start;
	*work = seconds(usage.ru_utime) + seconds(usage.ru_stime);
	*most = usage.ru_maxrss > *most ? usage.ru_maxrss : *most;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

int main(int argc, char **argv)
{
	static double wall[TIMES_MAX], work[TIMES_MAX];
	size_t times = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	long most = 0;
	if (times < 1 || times > TIMES_MAX) {
		fputs("usage: clock TIMES COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	for (size_t i = 0; i < times; i++)
		if (run(argv + 2, &wall[i], &work[i], &most) < 0)
			return 1;
	printf("%.6f %.6f %ld\n", median(wall, times), median(work, times), most);
	return 0;
}
