#!/bin/sh
# bare.sh [--tree] [FOLDER] tries README's two commands on a bare Debian 12, as root and for people: it is no part of
# `make check`. FOLDER is a debootstrap minbase that was made before; it is copied, not used up. --tree takes the
# working tree instead of the last commit.
set -eu
cd "$(dirname "$0")/../.."

tree=
if [ "${1-}" = --tree ]; then
	tree=yes
	shift
fi
base=${1-}

. tests/tools/chroot.sh

if [ -n "$tree" ]; then
	tar -c --exclude=./.git --exclude='./build*' . | tar -x -C "$root/root/tp"
else
	git archive HEAD | tar -x -C "$root/root/tp"
fi

in_root 'apt-get update && apt-get install -y make && make demo'
in_root 'make check'
