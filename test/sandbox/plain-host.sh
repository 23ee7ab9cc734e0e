#!/bin/sh
# Runs a command as a default container would: an ordinary uid, no capability, no way to new ones, and a few
# small tmpfs to write to. Needs a mount namespace of its own: `unshare --mount` as root.
# usage: plain-host.sh UID SLOTS_FOLDER COUNT PRIVATE_FOLDER COMMAND...
#   PRIVATE_FOLDER: what lies in another user's home and must be readable (interpreters); "-" for none
set -eu
uid=$1 slots=$2 count=$3 private=$4
shift 4

if [ "$private" != - ]; then
  home=$(printf '/%s' "$(printf '%s' "$private" | cut -d/ -f2)")
  kept=$slots/kept
  mkdir -p "$kept"
  mount --bind "$private" "$kept"
  mount -t tmpfs -o mode=0755 tmpfs "$home"
  mkdir -p "$private"
  mount --bind "$kept" "$private"
fi
i=0
while [ "$i" -lt "$count" ]; do
  mkdir -p "$slots/$i"
  mount -t tmpfs -o "size=64m,nr_inodes=1024,mode=1777,nosuid,nodev,noexec" tmpfs "$slots/$i"
  i=$((i + 1))
done
exec setpriv --reuid "$uid" --regid "$uid" --clear-groups --inh-caps=-all --bounding-set=-all --no-new-privs "$@"
