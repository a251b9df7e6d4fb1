package board

// deadlines is a heap of rows by Row.due, the earliest first. Each row knows
// its place in it; heapIndex is -1 for rows that are not in it.
type deadlines []*Row

func (d *deadlines) push(r *Row) {
	r.heapIndex = int32(len(*d))
	*d = append(*d, r)
	d.up(int(r.heapIndex))
}

func (d *deadlines) remove(r *Row) {
	h := *d
	at, last := int(r.heapIndex), len(h)-1
	if at < 0 {
		return
	}
	h.swap(at, last)
	h[last] = nil
	*d = h[:last]
	r.heapIndex, r.placed = -1, false
	if at < last {
		d.down(at)
		d.up(at)
	}
}

func (d *deadlines) up(i int) {
	h := *d
	for i > 0 {
		parent := (i - 1) / 2
		if !h[i].due.Before(h[parent].due) {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

func (d *deadlines) down(i int) {
	h := *d
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if child+1 < len(h) && h[child+1].due.Before(h[child].due) {
			child++
		}
		if !h[child].due.Before(h[i].due) {
			return
		}
		h.swap(i, child)
		i = child
	}
}

func (d deadlines) swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].heapIndex, d[j].heapIndex = int32(i), int32(j)
}
