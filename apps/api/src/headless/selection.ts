import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'

/** True if the answer was asked for a field at this path below it, by whatever fragments. */
export const selects = (info: GraphQLResolveInfo, path: readonly string[]): boolean =>
  selected(info, path.slice(0, -1)).has(path.at(-1) ?? '')

/** The names of all fields that the answer was asked for right below this path, by whatever fragments. */
export function selected(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  path: readonly string[],
): ReadonlySet<string> {
  const fieldsIn = (set: SelectionSetNode | undefined): FieldNode[] =>
    (set?.selections ?? []).flatMap((it) => {
      if (it.kind === 'Field') return [it]
      if (it.kind === 'InlineFragment') return fieldsIn(it.selectionSet)
      return fieldsIn(fragments[it.name.value]?.selectionSet)
    })
  const found = path.reduce<readonly FieldNode[]>(
    (nodes, name) =>
      nodes.flatMap((it) => fieldsIn(it.selectionSet)).filter((it) => it.name.value === name),
    fieldNodes,
  )
  return new Set(found.flatMap((it) => fieldsIn(it.selectionSet)).map((it) => it.name.value))
}
