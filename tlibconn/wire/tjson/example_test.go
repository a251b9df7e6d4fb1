package tjson_test

import (
	"fmt"
	"log"

	"capdeck/tlibconn/wire/tjson"
)

// Parse a message that was written by hand, and print it with all keys.
func Example() {
	record, err := tjson.Parse([]byte(`{"typeName":"EventRinging","attrs":[{"name":"ThisDN","value":"7001"},{"name":"ConnID","value":"006f01b2c3d4e5f6"}]}`))
	if err != nil {
		log.Fatal(err)
	}
	line, err := tjson.Append(nil, &record.Message, nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s\n", line)
	// Output:
	// {"type":60,"typeName":"EventRinging","attrs":[{"id":20,"name":"ThisDN","wire":"s","value":"7001"},{"id":9,"name":"ConnID","wire":"l","value":"006f01b2c3d4e5f6"}]}
}
