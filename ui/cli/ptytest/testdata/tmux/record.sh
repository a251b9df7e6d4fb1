#!/bin/sh
# Records screens of the program as it is built now: NAME-WIDTHxHEIGHT.in is what
# it wrote to the terminal, .out what tmux showed of that. Made with tmux 3.3a:
#   ui/cli/ptytest/testdata/tmux/record.sh
# TestAgreesWithTmux reads the same bytes by ui/internal/screentest. The recordings need not
# be made anew when the screens change: they judge the reader, not the screens.
set -eu
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8 TERM=xterm-256color
dir=$(mktemp -d)
program=$dir/capdeck
go build -o "$program" capdeck
mkfifo "$dir/orders"
printf 'dn,label,team\n7001,A. Ødegård,day\n7002,北京-01,night\n7003,Lee,day\n' >"$dir/dns.csv"
"$program" tserver --listen 127.0.0.1:17990 --dns 7001-7003,7005 --quiet <"$dir/orders" >/dev/null &
tserver=$!
exec 3>"$dir/orders"
trap 'kill $tserver; rm -r "$dir"' EXIT
printf 'ring 7002 +4420794600\nanswer 7002\n' >&3
sleep 1

record() { # name, width, height, keys...
	file=$1-$2x$3 tmux="tmux -u -L capdeck-record -f /dev/null"
	$tmux new-session -d -x "$2" -y "$3" \
		"stty -echo; $tmux wait-for go; exec $program --host 127.0.0.1:17990 --dn 7004,7005 --dn-file $dir/dns.csv"
	$tmux pipe-pane -O "cat >$file.in"
	$tmux wait-for -S go
	sleep 2
	shift 3
	for key; do
		$tmux send-keys "$key"
		sleep 1
	done
	# Nothing is written between the two looks at it.
	kill -STOP "$($tmux display-message -p '#{pane_pid}')"
	sleep 1
	$tmux capture-pane -p >"$file.out"
	$tmux kill-server
	sleep 1
}

record board 120 40 s j j s
record dialog 60 16 Space Space x
record help 80 24 '?' PPage
record detail 100 30 j j u Enter
