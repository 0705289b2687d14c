/* duckdb STATEMENT...: runs SQL in a DuckDB of its own, in memory and with two threads, and writes nothing but what the SQL
 * does. $DUCKDB names libduckdb.so where the loader does not find it. With --version it prints which one that is. */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of duckdb.h only what is used, so that the header need not be there. */
typedef struct {
	void *of_its_own[8];
} duckdb_result;

static struct {
	int (*open)(const char *path, void **database);
	int (*connect)(void *database, void **connection);
	int (*query)(void *connection, const char *sql, duckdb_result *result);
	const char *(*error)(duckdb_result *result);
	void (*destroy)(duckdb_result *result);
	const char *(*version)(void);
} duckdb;

static int load(void)
{
	const char *name = getenv("DUCKDB");
	void *library = dlopen(name ? name : "libduckdb.so", RTLD_NOW);
	if (!library) {
		fprintf(stderr, "duckdb: %s\n", dlerror());
		return -1;
	}
	*(void **)&duckdb.open = dlsym(library, "duckdb_open");
	*(void **)&duckdb.connect = dlsym(library, "duckdb_connect");
	*(void **)&duckdb.query = dlsym(library, "duckdb_query");
	*(void **)&duckdb.error = dlsym(library, "duckdb_result_error");
	*(void **)&duckdb.destroy = dlsym(library, "duckdb_destroy_result");
	*(void **)&duckdb.version = dlsym(library, "duckdb_library_version");
	return duckdb.open && duckdb.connect && duckdb.query && duckdb.error && duckdb.destroy && duckdb.version ? 0 : -1;
}

static int query(void *connection, const char *sql)
{
	duckdb_result result;
	int failed = duckdb.query(connection, sql, &result);
	if (failed)
		fprintf(stderr, "duckdb: %s\n", duckdb.error(&result));
	duckdb.destroy(&result);
	return failed ? -1 : 0;
}

int main(int argc, char **argv)
{
	void *database, *connection;
	if (load() < 0)
		return 1;
	if (argc == 2 && strcmp(argv[1], "--version") == 0)
		return printf("%s\n", duckdb.version()) < 0;
	if (duckdb.open(NULL, &database) || duckdb.connect(database, &connection) ||
		query(connection, "SET threads = 2; SET preserve_insertion_order = false; SET enable_progress_bar = false") < 0)
		return 1;
	for (int i = 1; i < argc; i++)
		if (query(connection, argv[i]) < 0)
			return 1;
	fflush(NULL);
	_Exit(0); /* its tidying up is no part of what is timed */
}
