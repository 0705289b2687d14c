# shellcheck shell=sh
# Sourced by what tries things on a bare Debian 12: makes one in the folder $root, which is gone in the end. $base is a
# debootstrap minbase that was made before, and is copied; or empty. Only root can do it.
root=$(mktemp -d)
finish() {
	status=$?
	for place in proc dev/pts dev; do
		if mountpoint -q "$root/$place"; then umount "$root/$place"; fi
	done
	# Never into a mounted /dev.
	rm -rf --one-file-system "$root"
	exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM

if [ -n "$base" ]; then
	cp -a "$base/." "$root"
else
	debootstrap --variant=minbase bookworm "$root"
fi

# The network of this machine: where its packages come from, and how.
for file in /etc/resolv.conf /etc/hosts; do
	if [ -e "$file" ]; then cat "$file" >"$root$file"; fi
done
rm -rf "$root/etc/apt"
cp -aL /etc/apt "$root/etc/apt"
mkdir -p "$root/usr/share/keyrings" "$root/usr/local/share/ca-certificates" "$root/etc/ssl/certs"
cp -aL /usr/share/keyrings/. "$root/usr/share/keyrings"
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then
	cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs"
fi

mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"
if [ -d "$root/dev/pts" ]; then mount --bind /dev/pts "$root/dev/pts"; fi

mkdir "$root/root/tp"

# in_root COMMAND: of our environment it gets the proxies and nothing else.
in_root() {
	echo "\$ $1"
	# shellcheck disable=SC2046 # words, if any
	env -i $(env | grep -Ei '^(https?|ftp|no)_proxy=') HOME=/root TERM=dumb PATH=/usr/sbin:/usr/bin:/sbin:/bin \
		chroot "$root" sh -c "cd /root/tp && $1"
}
