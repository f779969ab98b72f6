// Checks an exported access log with Go's own transparency log client, golang.org/x/mod/sumdb/tlog and note: a
// second reading of the formats, by people who never saw the workbench (464.5).
//
//	verify_export FOLDER LOG_KEY [EARLIER_CHECKPOINT...]
//
// Ends with 0 when every record is in the tree that the log signed and the tree continues each earlier one, with 1
// when not, with 2 when it can't be checked.
package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height, width = 8, 256

// folder reads tiles of an export; a whole tile stands in for the partial one that it replaced.
type folder string

func (f folder) Height() int                         { return height }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		hashes, err := f.tile(tile)
		if err != nil {
			return nil, err
		}
		found = append(found, hashes)
	}
	return found, nil
}

func (f folder) tile(tile tlog.Tile) ([]byte, error) {
	length := tile.W * tlog.HashSize
	whole := tile
	whole.W = width
	for _, each := range []tlog.Tile{tile, whole} {
		path := strings.Replace(each.Path(), fmt.Sprintf("tile/%d/", height), "tile/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err == nil && len(data) == each.W*tlog.HashSize {
			return data[:length], nil
		}
		if err == nil {
			return nil, fmt.Errorf("%s has the wrong length", path)
		}
	}
	return nil, fmt.Errorf("%s is missing", tile.Path())
}

// entries reads the records of one bundle.
func (f folder) entries(number int64, count int) ([][]byte, error) {
	hashes := tlog.Tile{H: height, L: 0, N: number, W: count}
	for _, w := range []int{count, width} {
		hashes.W = w
		path := strings.Replace(hashes.Path(), fmt.Sprintf("tile/%d/0/", height), "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			continue
		}
		var found [][]byte
		for len(data) > 0 {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				return nil, fmt.Errorf("%s stops in the middle", path)
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			found, data = append(found, data[2:end]), data[end:]
		}
		if len(found) != w {
			return nil, fmt.Errorf("%s holds %d records", path, len(found))
		}
		return found[:count], nil
	}
	return nil, fmt.Errorf("records from %d are missing", number*width)
}

// opened is the tree in a checkpoint that the log signed.
func opened(data []byte, verifier note.Verifier) (tlog.Tree, error) {
	signed, err := note.Open(data, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(signed.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("the note is no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return tlog.Tree{}, errors.New("the checkpoint has no size")
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// everyRecord holds each record against the tree, and proves a few as anybody would who holds a receipt.
func everyRecord(export folder, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += width {
		count := tree.N - first
		if count > width {
			count = width
		}
		records, err := export.entries(first/width, int(count))
		if err != nil {
			return err
		}
		indexes := make([]int64, len(records))
		for at := range records {
			indexes[at] = tlog.StoredHashIndex(0, first+int64(at))
		}
		kept, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for at, record := range records {
			if hash := tlog.RecordHash(record); !bytes.Equal(hash[:], kept[at][:]) {
				return fmt.Errorf("record %d is not the one in the tree", first+int64(at))
			}
		}
		proof, err := tlog.ProveRecord(tree.N, first, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, first, kept[0]); err != nil {
			return err
		}
	}
	return nil
}

func continues(tree, earlier tlog.Tree, hashes tlog.HashReader) error {
	if earlier.N > tree.N {
		return fmt.Errorf("the log had %d records and has %d", earlier.N, tree.N)
	}
	if earlier.N == 0 {
		return nil
	}
	proof, err := tlog.ProveTree(tree.N, earlier.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, tree.N, tree.Hash, earlier.N, earlier.Hash)
}

func check(export folder, verifier note.Verifier, earlier []tlog.Tree) (tlog.Tree, error) {
	data, err := os.ReadFile(filepath.Join(string(export), "checkpoint"))
	if err != nil {
		return tlog.Tree{}, err
	}
	tree, err := opened(data, verifier)
	if err != nil {
		return tree, err
	}
	hashes := tlog.TileHashReader(tree, export)
	if tree.N > 0 {
		root, err := tlog.TreeHash(tree.N, hashes)
		if err != nil {
			return tree, err
		}
		if root != tree.Hash {
			return tree, errors.New("the tiles lead to another root")
		}
	}
	if err := everyRecord(export, tree, hashes); err != nil {
		return tree, err
	}
	for _, each := range earlier {
		if err := continues(tree, each, hashes); err != nil {
			return tree, err
		}
	}
	return tree, nil
}

func unusable(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

func main() {
	if len(os.Args) < 3 {
		fmt.Fprintln(os.Stderr, "usage: verify_export FOLDER LOG_KEY [EARLIER_CHECKPOINT...]")
		os.Exit(2)
	}
	verifier, err := note.NewVerifier(os.Args[2])
	unusable(err)
	var earlier []tlog.Tree
	for _, path := range os.Args[3:] {
		data, err := os.ReadFile(path)
		unusable(err)
		tree, err := opened(data, verifier)
		unusable(err)
		earlier = append(earlier, tree)
	}
	tree, err := check(folder(os.Args[1]), verifier, earlier)
	if err != nil {
		fmt.Println("NOT VERIFIED:", err)
		os.Exit(1)
	}
	fmt.Printf("verified: %d records, %d earlier checkpoints\n", tree.N, len(earlier))
}
