// Registry hives of a made-up computer, written cell by cell (the format as
// Maxim Suhanov's "Windows registry file format specification" tells it), so that
// a journey can examine machines that never were.

const NOWHERE = 0xffffffff;

function utf16(text) {
  return Buffer.from(`${text}\0`, "utf16le");
}

/** A hive of a tree: `{ keys: { name: tree }, values: { name: text | number } }`. */
export function hive(tree) {
  const cells = [];
  let at = 32;
  const cell = (data) => {
    const size = (data.length + 4 + 7) & ~7;
    const bytes = Buffer.alloc(size);
    bytes.writeInt32LE(-size, 0);
    data.copy(bytes, 4);
    cells.push(bytes);
    at += size;
    return at - size;
  };
  const value = ([name, given]) => {
    const number = typeof given === "number";
    const data = number ? Buffer.alloc(4) : utf16(given);
    if (number) data.writeUInt32LE(given);
    const head = Buffer.alloc(20 + name.length);
    head.write("vk", 0);
    head.writeUInt16LE(name.length, 2);
    head.writeUInt32LE(number ? (4 | 0x80000000) >>> 0 : data.length, 4);
    head.writeUInt32LE(number ? given : cell(data), 8);
    head.writeUInt32LE(number ? 4 : 1, 12);
    head.writeUInt16LE(1, 16);
    head.write(name, 20, "latin1");
    return cell(head);
  };
  const key = (name, { keys = {}, values = {} }) => {
    const subkeys = Object.entries(keys).sort(([a], [b]) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1)).map(([below, tree]) => key(below, tree));
    const list = Buffer.alloc(4 + subkeys.length * 8);
    list.write("lf", 0);
    list.writeUInt16LE(subkeys.length, 2);
    subkeys.forEach((place, index) => list.writeUInt32LE(place, 4 + index * 8));
    const places = Object.entries(values).map(value);
    const held = Buffer.alloc(places.length * 4);
    places.forEach((place, index) => held.writeUInt32LE(place, index * 4));
    const head = Buffer.alloc(76 + name.length);
    head.write("nk", 0);
    head.writeUInt16LE(0x20, 2);
    head.writeBigUInt64LE(134_117_966_450_000_000n, 4);
    const numbers = [0, NOWHERE, subkeys.length, 0, subkeys.length ? cell(list) : NOWHERE, NOWHERE, places.length, places.length ? cell(held) : NOWHERE, NOWHERE, NOWHERE];
    numbers.forEach((number, index) => head.writeUInt32LE(number, 12 + index * 4));
    head.writeUInt16LE(name.length, 72);
    head.write(name, 76, "latin1");
    return cell(head);
  };
  const root = key("root", tree);
  const length = (at + 4095) & ~4095;
  const bin = Buffer.alloc(length);
  bin.write("hbin", 0);
  bin.writeUInt32LE(length, 8);
  Buffer.concat(cells).copy(bin, 32);
  if (length - at >= 8) bin.writeInt32LE(length - at, at);
  const base = Buffer.alloc(4096);
  base.write("regf", 0);
  base.writeUInt32LE(1, 4);
  base.writeUInt32LE(1, 8);
  for (const [place, number] of [[20, 1], [24, 5], [28, 0], [32, 1], [36, root], [40, length], [44, 1]]) base.writeUInt32LE(number, place);
  let sum = 0;
  for (let place = 0; place < 508; place += 4) sum = (sum ^ base.readUInt32LE(place)) >>> 0;
  base.writeUInt32LE(sum, 508);
  return Buffer.concat([base, bin]);
}

/** Keys under each other: `path("A\\B", tree)` is `{ A: { keys: { B: tree } } }`. */
export function path(names, tree) {
  return names.split("\\").reverse().reduce((below, name) => ({ keys: { [name]: below } }), tree).keys;
}
