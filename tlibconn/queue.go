package tlibconn

// compactAt is how many popped entries a queue that never empties may keep in front.
const compactAt = 1024

// queue is a first-in, first-out queue. The zero value is empty.
type queue[T any] struct {
	items []T
	head  int
}

func (q *queue[T]) len() int { return len(q.items) - q.head }

func (q *queue[T]) push(item T) { q.items = append(q.items, item) }

// peek returns the oldest entry; the queue must not be empty.
func (q *queue[T]) peek() *T { return &q.items[q.head] }

// pop removes and returns the oldest entry; the queue must not be empty.
func (q *queue[T]) pop() T {
	var none T
	item := q.items[q.head]
	q.items[q.head] = none
	q.head++
	switch {
	case q.head == len(q.items):
		q.items, q.head = q.items[:0], 0
	case q.head >= compactAt && q.head > len(q.items)/2:
		n := copy(q.items, q.items[q.head:])
		clear(q.items[n:])
		q.items, q.head = q.items[:n], 0
	}
	return item
}

func (q *queue[T]) clear() { q.items, q.head = nil, 0 }
