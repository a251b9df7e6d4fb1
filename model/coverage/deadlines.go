package coverage

import "container/heap"

// deadlines is a heap of DNs by dn.due, the earliest first. Each DN knows its index in the
// heap; heapIndex is -1 for a DN that is not in it.
type deadlines []*dn

// remove removes a DN from the heap. It does nothing if the DN is not in it.
func (q *deadlines) remove(d *dn) {
	if d.heapIndex >= 0 {
		heap.Remove(q, d.heapIndex)
	}
}

// Len is part of heap.Interface.
func (q deadlines) Len() int { return len(q) }

// Less is part of heap.Interface.
func (q deadlines) Less(i, j int) bool { return q[i].due.Before(q[j].due) }

// Swap is part of heap.Interface.
func (q deadlines) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].heapIndex, q[j].heapIndex = i, j
}

// Push is part of heap.Interface. Only schedule calls it.
func (q *deadlines) Push(d any) {
	added := d.(*dn)
	added.heapIndex = len(*q)
	*q = append(*q, added)
}

// Pop is part of heap.Interface.
func (q *deadlines) Pop() any {
	h := *q
	last := len(h) - 1
	d := h[last]
	h[last] = nil
	*q = h[:last]
	d.heapIndex = -1
	return d
}

// schedule ensures that Expire handles the DN in time. A DN that is due later than before
// stays in its place: Expire then finds nothing and moves it, which is cheaper than moving
// it at each indication.
func (c *Coverage) schedule(d *dn) {
	at := c.dueOf(d)
	switch {
	case at.IsZero():
	case d.heapIndex < 0:
		d.due = at
		heap.Push(&c.due, d)
	case at.Before(d.due):
		d.due = at
		heap.Fix(&c.due, d.heapIndex)
	}
}
