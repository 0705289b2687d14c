# Building, checking and installing tp; `make help` lists the targets.
#
# CC, CFLAGS, CPPFLAGS, LDFLAGS, DESTDIR and PREFIX are the user's. SAN=1 builds with the sanitizers in build-san/,
# COV=1 for coverage in build-cov/, LANES=0 without the fast lanes in build-lanes0/. Lists are wildcards: a new file needs
# no edit here.

CFLAGS ?= -O2 -g
PKG_CONFIG ?= pkg-config
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
ZSHDIR ?= $(PREFIX)/share/zsh/site-functions
bindir = $(DESTDIR)$(PREFIX)/bin
mandir = $(DESTDIR)$(PREFIX)/share/man
includedir = $(DESTDIR)$(PREFIX)/include/tp
libdir = $(DESTDIR)$(LIBDIR)
VERSION := $(shell sed -n 's/.*TP_VERSION "\(.*\)"/\1/p' include/tp/version.h)

ifeq ($(SAN),1)
BUILD = build-san
else ifeq ($(COV),1)
BUILD = build-cov
else ifeq ($(FUZZ),1)
BUILD = build-fuzz
CC = clang
else ifeq ($(LANES),0)
BUILD = build-lanes0
else
BUILD = build
endif

# --- flags ---

WARN_FLAGS = -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wwrite-strings

# Fortification needs an optimiser and hides from the sanitizers what they look for.
FORTIFY_FLAGS = $(if $(filter-out -O0,$(filter -O%,$(CFLAGS))),-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
# One set of objects, for the tools and for the shared library; nobody puts functions of ours in the place of others.
HARDEN_FLAGS = -fstack-protector-strong -fPIC -fno-semantic-interposition
ifeq ($(SAN),1)
FORTIFY_FLAGS =
MODE_FLAGS = -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(COV),1)
FORTIFY_FLAGS =
# A child that is forked tells what it reached only where it exits in full.
MODE_FLAGS = --coverage -O0 -D_exit=exit
else ifeq ($(FUZZ),1)
FORTIFY_FLAGS =
MODE_FLAGS = -fsanitize=fuzzer-no-link,address,undefined,float-cast-overflow -fno-sanitize-recover=all
endif
LANE_FLAGS = $(if $(filter 0,$(LANES)),-DTP_LANES=0)

# After the user's, for they decide what the numbers are.
NUMBER_FLAGS = -std=c17 -D_GNU_SOURCE -ffp-contract=off

# Asked when first needed, which is after `deps` has run, and once.
JANSSON_CFLAGS = $(eval JANSSON_CFLAGS := $$(shell $$(PKG_CONFIG) --cflags jansson))$(JANSSON_CFLAGS)
JANSSON_LIBS = $(eval JANSSON_LIBS := $$(shell $$(PKG_CONFIG) --libs jansson))$(JANSSON_LIBS)

COMPILE = $(CC) $(WARN_FLAGS) $(FORTIFY_FLAGS) $(HARDEN_FLAGS) -Iinclude -iquote lib $(JANSSON_CFLAGS) $(CPPFLAGS) $(CFLAGS) \
	$(NUMBER_FLAGS) $(MODE_FLAGS) $(LANE_FLAGS)
LINK = $(CC) $(CFLAGS) $(MODE_FLAGS) -pie -Wl,-z,relro,-z,now -Wl,--as-needed $(LDFLAGS)
# Of tp-report alone, as --as-needed sees to.
XLSX_LIBS = $(eval XLSX_LIBS := $$(shell $$(PKG_CONFIG) --libs xlsxwriter))$(XLSX_LIBS)
LIBS = $(JANSSON_LIBS) -lcsv -lunistring -lsodium $(XLSX_LIBS) -lm $(LDLIBS)

# --- what there is ---

LIB_OBJECTS = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard lib/*/*.c))
CMD_OBJECTS = $(patsubst %.c,$(BUILD)/obj/%.o,$(wildcard cmd/cmd*.c))
TOOLS = $(patsubst cmd/%.c,%,$(wildcard cmd/tp-*.c))
BINARIES = $(TOOLS:%=$(BUILD)/bin/%)
UNIT_TESTS = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCHES = $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/*.c))
OBJECTS = $(LIB_OBJECTS) $(CMD_OBJECTS) $(TOOLS:%=$(BUILD)/obj/cmd/%.o) $(UNIT_TESTS:$(BUILD)/%=$(BUILD)/obj/tests/%.o) \
	$(FUZZERS:$(BUILD)/%=$(BUILD)/obj/tests/%.o)
# The shim brings its own malloc, the sanitizers theirs.
SHIM = $(if $(filter 1,$(SAN)),,$(BUILD)/shim.so)
PAGES = $(patsubst %,$(BUILD)/%,$(wildcard man/*.[1-9]))
# -MMD does not see what .incbin takes in.
DOCUMENTS = $(filter-out %.c %.def,$(wildcard lib/data/*.* lib/data/*/*.* lib/data/*/*/*.*))

all: $(BINARIES)

# --- building ---

# A file that changes when its content does: what depends on it is made again.
define STAMP
@mkdir -p $(@D)
@printf '%s\n' "$$CONTENT" | cmp -s - $@ || printf '%s\n' "$$CONTENT" >$@
endef

$(BUILD)/flags: export CONTENT = $(COMPILE) / $(LINK) $(LIBS)
$(BUILD)/flags: FORCE
	$(STAMP)

$(BUILD)/sources: export CONTENT = $(LIB_OBJECTS) $(CMD_OBJECTS)
$(BUILD)/sources: FORCE
	$(STAMP)

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(COMPILE) $(OBJECT_FLAGS) -MMD -MP -c -o $@ $<

# The documents that data.c embeds: a line each, numbered, in bytewise order of their paths without the ending.
$(BUILD)/gen/documents.inc: export CONTENT = $(shell printf '%s\n' $(DOCUMENTS:lib/data/%=%) | LC_ALL=C sort -t . -k 1,1 | \
	awk '{ printf "TP_DOCUMENT(%d, \"%s\") ", NR, $$0 }')
$(BUILD)/gen/documents.inc: FORCE
	$(STAMP)
$(BUILD)/obj/lib/data/data.o: OBJECT_FLAGS = -DTP_DATA_DIR='"lib/data"' -I$(BUILD)/gen
$(BUILD)/obj/lib/data/data.o: $(DOCUMENTS) $(BUILD)/gen/documents.inc

# Made anew, for ar would keep the objects of files that are gone.
$(BUILD)/libtp.a: $(LIB_OBJECTS) $(BUILD)/sources
	@rm -f $@
	ar rcs $@ $(LIB_OBJECTS)

# What the headers declare is there for others, and nothing else.
$(BUILD)/gen/libtp.map: $(wildcard include/tp/*.h)
	@mkdir -p $(@D)
	@{ echo 'LIBTP_0 { global:'; cat $^ | grep -oE '\<tp_[a-z0-9_]+[[(]' | sort -u | sed 's/.$$/;/'; \
		echo 'local: *; };'; } >$@

$(BUILD)/libtp.so.0: $(LIB_OBJECTS) $(BUILD)/sources $(BUILD)/gen/libtp.map $(BUILD)/flags
	$(filter-out -pie,$(LINK)) -shared -Wl,-soname,$(@F) -Wl,--version-script,$(BUILD)/gen/libtp.map -o $@ $(LIB_OBJECTS) $(LIBS)

# All headers at once, for C and C++.
$(BUILD)/gen/tp.h: $(wildcard include/tp/*.h)
	@mkdir -p $(@D)
	@{ printf '/* All of the library. */\n#ifndef TP_TP_H\n#define TP_TP_H\n\n#ifdef __cplusplus\nextern "C" {\n#endif\n\n'; \
		printf '#include "tp/%s"\n' $(^F); printf '\n#ifdef __cplusplus\n}\n#endif\n\n#endif\n'; } >$@

$(BUILD)/gen/tp.pc: $(BUILD)/flags FORCE
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(LIBDIR)' 'includedir=$${prefix}/include' '' 'Name: tp' \
		'Description: records, checks, scores and reports of digital initiatives in municipalities' \
		'Version: $(VERSION)' 'Libs: -L$${libdir} -ltp' 'Libs.private: $(LIBS)' \
		'Cflags: -I$${includedir}' >$@

$(BINARIES): $(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(CMD_OBJECTS) $(BUILD)/libtp.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(LINK) -o $@ $(filter %.o %.a,$^) $(LIBS)

$(UNIT_TESTS): $(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libtp.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(LINK) -o $@ $(filter %.o %.a,$^) -lcmocka $(LIBS)

# Where no fuzzer drives them, they run on the files they are given.
FUZZ_DRIVER = $(if $(filter 1,$(FUZZ)),-fsanitize=fuzzer,$(BUILD)/obj/tests/fuzz/replay.o)
$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(filter %.o,$(FUZZ_DRIVER)) $(CMD_OBJECTS) $(BUILD)/libtp.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(LINK) -o $@ $< $(FUZZ_DRIVER) $(CMD_OBJECTS) $(BUILD)/libtp.a $(LIBS)

$(BUILD)/shim.so: tests/tools/shim.c
	@mkdir -p $(@D)
	$(CC) $(WARN_FLAGS) -O2 -std=c17 -D_GNU_SOURCE -U_FORTIFY_SOURCE -fno-builtin -fPIC -shared -o $@ $<

# Programs that measure: they know nothing of the library.
$(BENCHES): $(BUILD)/bench/%: tests/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(WARN_FLAGS) -O2 -std=c17 -D_GNU_SOURCE -o $@ $< -ldl

-include $(OBJECTS:.o=.d)

# With the tables of fields, checks and instruments that the tools list.
$(PAGES): $(BUILD)/man/%: man/% tests/tools/tables.sh $(BINARIES)
	@mkdir -p $(@D)
	@tests/tools/tables.sh $< >$@

# --- what else it needs ---

DEPS_BUILD = gcc libc6-dev pkg-config libjansson-dev libcsv-dev libunistring-dev libsodium-dev libxlsxwriter-dev zlib1g-dev
DEPS_CHECK = libcmocka-dev python3 mandoc jq miller sqlite3 xlsx2csv
DEPS_LINT = clang clang-tidy cppcheck shellcheck

deps:
	@tests/tools/deps.sh $(DEPS_BUILD) $(DEPS_CHECK)

# --- showing and checking; each installs what it needs, then starts make anew ---

AGAIN = +@$(MAKE) --no-print-directory
export BUILD

demo: deps
	$(AGAIN) do-demo
do-demo: all
	@tests/tools/demo.sh

check: deps
	$(AGAIN) do-check
do-check: all $(PAGES) $(UNIT_TESTS) $(FUZZERS) $(BENCHES) $(SHIM)
	@tests/tools/check.sh

# The pass under the sanitizers is a suite of the full check, which finds its binaries built.
check-full: deps
	$(AGAIN) SAN=1 do-build
	$(AGAIN) do-check-full
do-build: all $(UNIT_TESTS) $(FUZZERS)
do-check-full: all $(PAGES) $(UNIT_TESTS) $(FUZZERS) $(BENCHES) $(SHIM)
	@tests/tools/check.sh --full

fuzz:
	@tests/tools/deps.sh $(DEPS_BUILD) clang
	$(AGAIN) FUZZ=1 do-fuzz
do-fuzz: $(FUZZERS)
	@tests/tools/fuzz.sh $(T)

torture: deps
	$(AGAIN) do-torture
do-torture: all $(SHIM)
	@tests/tools/torture.sh

bench bench-quick:
	@tests/tools/deps.sh $(DEPS_BUILD)
	$(AGAIN) do-$@
do-bench: all $(BENCHES)
	@tests/bench/bench.sh
do-bench-quick: all $(BENCHES)
	@tests/bench/bench.sh --quick

coverage: deps
	$(AGAIN) COV=1 do-coverage
do-coverage: all $(PAGES) $(UNIT_TESTS) $(FUZZERS) $(SHIM)
	@rm -f $(OBJECTS:.o=.gcda)
	@tests/tools/check.sh || echo 'coverage: some tests failed, and the lines they would reach are missing'
	@tests/tools/coverage.sh $(LIB_OBJECTS) $(CMD_OBJECTS) $(TOOLS:%=$(BUILD)/obj/cmd/%.o)

lint:
	@tests/tools/deps.sh $(DEPS_BUILD) $(DEPS_CHECK) $(DEPS_LINT)
	$(AGAIN) do-lint
do-lint: export LINT_FLAGS = -Iinclude -iquote lib -I$(BUILD)/gen $(JANSSON_CFLAGS) $(NUMBER_FLAGS) $(WARN_FLAGS)
do-lint: $(BUILD)/gen/documents.inc
	@tests/tools/lint.sh

# --- installing ---

# The tables that headers take in.
PUBLIC_TABLES = $(addprefix lib/,$(sort $(shell sed -n 's/^\#include "\(data\/.*\.def\)"/\1/p' include/tp/*.h)))
INSTALLED = $(TOOLS:%=$(bindir)/%) $(foreach page,$(PAGES),$(mandir)/man$(subst .,,$(suffix $(page)))/$(notdir $(page))) \
	$(TOOLS:%=$(bashdir)/%) $(TOOLS:%=$(zshdir)/_%) $(TOOLS:%=$(fishdir)/%.fish) \
	$(addprefix $(libdir)/,libtp.a libtp.so.0 libtp.so pkgconfig/tp.pc)
bashdir = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
zshdir = $(DESTDIR)$(ZSHDIR)
fishdir = $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d

install: all $(PAGES) $(BUILD)/libtp.so.0 $(BUILD)/gen/tp.h $(BUILD)/gen/tp.pc
	install -d $(bindir) $(bashdir) $(zshdir) $(fishdir) $(includedir)/data $(libdir)/pkgconfig
	install -m 755 $(BINARIES) $(bindir)
	$(foreach page,$(PAGES),install -D -m 644 -t $(mandir)/man$(subst .,,$(suffix $(page))) $(page) &&) true
	$(foreach tool,$(TOOLS),$(BUILD)/bin/$(tool) --completion bash >$(bashdir)/$(tool) && \
		$(BUILD)/bin/$(tool) --completion zsh >$(zshdir)/_$(tool) && \
		$(BUILD)/bin/$(tool) --completion fish >$(fishdir)/$(tool).fish &&) true
	install -m 644 include/tp/*.h $(BUILD)/gen/tp.h $(includedir)
	install -m 644 $(PUBLIC_TABLES) $(includedir)/data
	install -m 644 $(BUILD)/libtp.a $(BUILD)/libtp.so.0 $(libdir)
	ln -sf libtp.so.0 $(libdir)/libtp.so
	install -m 644 $(BUILD)/gen/tp.pc $(libdir)/pkgconfig

# The headers' folder is ours, the others are shared.
uninstall:
	rm -f $(INSTALLED)
	rm -rf $(includedir)

check-install: all
	+@tests/tools/check-install.sh

# --- for others ---

dist:
	@mkdir -p $(BUILD)
	git archive --prefix=tp-$(VERSION)/ HEAD | gzip -9n >$(BUILD)/tp-$(VERSION).tar.gz

deb:
	@tests/tools/deps.sh $(DEPS_BUILD) dpkg-dev
	$(AGAIN) do-deb
do-deb: all
	+@tests/tools/deb.sh $(BUILD)

clean:
	rm -rf build build-san build-cov build-fuzz build-lanes0

help:
	@echo 'make                 build the tools in build/bin'
	@echo 'make demo            install what is needed, build, and show the weekly status of the example partnership'
	@echo 'make check           install what is needed, build and run all tests in a few minutes'
	@echo 'make check-full      check, trying more, under sanitizers, with heavy programs where installed; half an hour'
	@echo 'make torture         every allocation, read, write, fsync, rename, link, open and close failing in turn'
	@echo 'make fuzz T=SECONDS  each fuzz target for so long, 60 when not said, with clang, in build-fuzz/'
	@echo 'make lint            compilers at their strictest, clang-tidy, cppcheck, shellcheck, banned calls'
	@echo 'make bench           speed and memory, beside the peers that are installed; bench-quick in a minute'
	@echo 'make coverage        lines that the tests reach, by file'
	@echo 'make deps            install what building and checking need (apt-get)'
	@echo 'make install         tools, man pages, completions and library under $$DESTDIR$$PREFIX ($(PREFIX));'
	@echo '                     uninstall takes them away'
	@echo 'make check-install   install in a temporary folder, build a program on the library there, uninstall'
	@echo 'make dist            the last commit as $(BUILD)/tp-$(VERSION).tar.gz'
	@echo 'make deb             Debian packages of the tools and of the library, in $(BUILD)/'
	@echo 'make clean           remove build/ and build-*/'
	@echo 'SAN=1 with any of them: address and undefined-behaviour sanitizers, in build-san/'
	@echo 'LANES=0 with any of them: all input by way of jansson and libcsv, in build-lanes0/'

FORCE:
.PHONY: all deps demo do-demo check do-check check-full do-build do-check-full fuzz do-fuzz torture do-torture bench \
	bench-quick do-bench do-bench-quick coverage do-coverage lint do-lint install uninstall check-install dist deb do-deb \
	clean help FORCE
.DELETE_ON_ERROR:
.SECONDARY: $(OBJECTS)
