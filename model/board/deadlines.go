package board

import "container/heap"

// deadlines is a heap of rows by Row.due, the earliest first. Each row knows its index in
// the heap; heapIndex is -1 for a row that is not in it.
type deadlines []*Row

// add puts a row into the heap.
func (d *deadlines) add(r *Row) { heap.Push(d, r) }

// moved moves a row to its place after its Row.due changed.
func (d *deadlines) moved(r *Row) { heap.Fix(d, int(r.heapIndex)) }

// remove removes a row from the heap. It does nothing if the row is not in it.
func (d *deadlines) remove(r *Row) {
	if r.heapIndex >= 0 {
		heap.Remove(d, int(r.heapIndex))
	}
}

// Len is part of heap.Interface.
func (d deadlines) Len() int { return len(d) }

// Less is part of heap.Interface.
func (d deadlines) Less(i, j int) bool { return d[i].due.Before(d[j].due) }

// Swap is part of heap.Interface.
func (d deadlines) Swap(i, j int) {
	d[i], d[j] = d[j], d[i]
	d[i].heapIndex, d[j].heapIndex = int32(i), int32(j)
}

// Push is part of heap.Interface. Only add calls it.
func (d *deadlines) Push(row any) {
	r := row.(*Row)
	r.heapIndex = int32(len(*d))
	*d = append(*d, r)
}

// Pop is part of heap.Interface.
func (d *deadlines) Pop() any {
	h := *d
	last := len(h) - 1
	r := h[last]
	h[last] = nil
	*d = h[:last]
	r.heapIndex, r.placed = -1, false
	return r
}
