#!/bin/sh
# Records what tmux shows of each *.in file beside this script, as *.out: the cursor's
# column and row from 0, then the rows of a screen of 40 x 10. Made with tmux 3.3a:
#   ui/internal/screentest/testdata/tmux/record.sh
# and again whenever TestAgreesWithTmux says that cells.in has changed (-update writes it).
set -eu
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8
for in in *.in; do
	server=capdeck-record-${in%.in}
	tmux -u -L "$server" -f /dev/null new-session -d -x 40 -y 10 \
		"stty raw -echo; cat '$in'; tmux -L $server wait-for -S drawn; sleep 60"
	tmux -L "$server" wait-for drawn
	sleep 1
	{
		tmux -L "$server" display-message -p '#{cursor_x},#{cursor_y}'
		tmux -u -L "$server" capture-pane -p
	} >"${in%.in}.out"
	tmux -L "$server" kill-server
done
