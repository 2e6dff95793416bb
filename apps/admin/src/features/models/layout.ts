/** The fields in the order in which editors see them; what no row names comes at the end. */
export function inOrder<Field extends { id: string }>(
  fields: readonly Field[],
  layout: readonly string[][],
): Field[] {
  const placed = layout.flat()
  const at = ({ id }: Field) => (placed.includes(id) ? placed.indexOf(id) : placed.length)
  return fields.toSorted((a, b) => at(a) - at(b))
}

/** A row for each field; those that shared one and are still neighbours go on sharing it. */
export function layoutOf(
  fields: readonly { id: string }[],
  before: readonly string[][],
): string[][] {
  const rows: string[][] = []
  for (const { id } of fields) {
    const row = rows.at(-1)
    const last = row?.at(-1)
    const shared = last !== undefined && before.some((it) => it.includes(id) && it.includes(last))
    if (row && shared) row.push(id)
    else rows.push([id])
  }
  return rows
}
