//go:build ignore

// Writes go-vectors.txt: go run go-vectors.go > go-vectors.txt
package main

import (
	"bytes"
	"encoding/gob"
	"fmt"
	"math"
	"net/url"
	"time"
)

type Inner struct {
	Name  string
	Count int
}

type Kinds struct {
	Flag    bool
	Small   int8
	Big     int64
	Wide    uint64
	Half    float32
	Real    float64
	Text    string
	Raw     []byte
	Nested  Inner
	List    []Inner
	Table   map[string]int64
	Pair    [2]int32
	Present *string
	Absent  *string
	At      time.Time
	Link    *url.URL
	Any     any
}

type Node struct {
	Label    string
	Children []*Node
}

type Leaf struct{ Text string }

type Branch struct {
	Before string
	Inside any
	After  string
}

type Wide struct {
	Leaves []Leaf
	Links  map[string]Branch
}

type list = []any
type object = map[string]any

// emit prints a line: a name and one stream with the values.
func emit(name string, values ...any) {
	var stream bytes.Buffer
	encoder := gob.NewEncoder(&stream)
	for _, value := range values {
		if err := encoder.Encode(value); err != nil {
			panic(err)
		}
	}
	fmt.Printf("%s %x\n", name, stream.Bytes())
}

func main() {
	gob.RegisterName("leaf", Leaf{})
	gob.RegisterName("*branch", &Branch{})
	gob.RegisterName("wide", Wide{})
	gob.Register(list{})
	gob.Register(object{})

	there := "there"
	link, _ := url.Parse("/act?x=1")
	at := time.Date(2024, 1, 2, 3, 4, 5, 6, time.FixedZone("", 7200))
	emit("scalars", true, int64(-129), int64(math.MinInt64), uint64(math.MaxUint64), 17.0, -0.5, "hooks",
		[]byte("hello"), []byte{}, complex(1, -2), "")
	emit("kinds_zero", Kinds{})
	emit("kinds_full", Kinds{Flag: true, Small: -128, Big: math.MaxInt64, Wide: 1 << 40, Half: 1.5, Real: -3.25,
		Text: "text", Raw: []byte{0, 255}, Nested: Inner{"in", -1}, List: []Inner{{"a", 1}, {}},
		Table: map[string]int64{"k": 300}, Pair: [2]int32{0, 7}, Present: &there, At: at, Link: link, Any: int32(5)})
	emit("recursive", Node{"root", []*Node{{"a", nil}, {"b", []*Node{{"c", nil}}}}})
	emit("time_odd_zone", time.Date(1890, 1, 1, 0, 0, 0, 0, time.FixedZone("", 3208)))
	emit("split_twice", Branch{"1", Leaf{"x"}, "2"}, Branch{"3", Leaf{"y"}, "4"})
	wide := Wide{[]Leaf{{"l"}}, map[string]Branch{"k": {Before: "b", Inside: "s"}}}
	emit("split_nested", Branch{"1", &Branch{"2", wide, "3"}, "4"}, Branch{"5", Wide{}, "6"})
	inner := &Branch{"a", Wide{Leaves: []Leaf{{"z"}}}, "b"}
	emit("split_in_list", Branch{"1", list{Leaf{"x"}, nil, inner, int64(9), object{"m": Leaf{"q"}}}, "2"}, "end")
	emit("empty_typed", Branch{"1", list{}, "2"}, Branch{"1", object{}, "2"})
}
