package wire_test

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"log"

	"capdeck/tlibconn/wire"
)

// Decode a frame, and read an attribute and a pair of its user data.
func Example() {
	stream, err := hex.DecodeString("0000004b0400000060000000096c006f01b2c3d4e5f60000003362001c000100000e" +
		"73637265656e2d63617074757265000573746172740000001473000437303031000000946c000000000000004d")
	if err != nil {
		log.Fatal(err)
	}
	frame, err := wire.NewFrameReader(bytes.NewReader(stream), wire.Limits{}).Next()
	if err != nil {
		log.Fatal(err)
	}
	var m wire.Message
	if err := m.Decode(frame.Body, wire.Limits{}); err != nil {
		log.Fatal(err)
	}
	dn, _ := m.Text(wire.AttributeThisDN)
	connID, _ := m.Long(wire.AttributeConnID)
	fmt.Printf("%s of DN %s in call %016x\n", m.Type, dn, connID)
	if userData, ok := m.List(wire.AttributeUserData); ok {
		for pairs := userData.Pairs(); pairs.Next(); {
			fmt.Printf("%s = %s\n", pairs.Pair.Key, pairs.Pair.Value)
		}
	}
	// Output:
	// EventUserEvent of DN 7001 in call 006f01b2c3d4e5f6
	// screen-capture = start
}

// Build a key-value list with a nested list, and encode a message that holds it.
func ExampleListAttribute() {
	userData, err := wire.ListAttribute(wire.AttributeUserData, []wire.KeyValue{
		wire.TextPair("customer", "Lindqvist"),
		wire.IntPair("attempts", 3),
		wire.ListPair("skills", wire.IntPair("billing", 7), wire.UnicodePair("language", "日本語")),
	})
	if err != nil {
		log.Fatal(err)
	}
	m := wire.Message{Type: wire.RequestAttachUserData, Attributes: []wire.Attribute{
		wire.TextAttribute(wire.AttributeThisDN, "7001"),
		userData,
	}}
	body, err := m.AppendBody(nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(wire.AppendFrames(nil, body)), "bytes on the wire")
	list, _ := m.List(wire.AttributeUserData)
	attempts, _ := list.Find("attempts")
	number, _ := attempts.Int()
	fmt.Println("attempts:", number)
	// Output:
	// 118 bytes on the wire
	// attempts: 3
}
