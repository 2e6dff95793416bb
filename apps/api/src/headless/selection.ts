import type { FieldNode, GraphQLResolveInfo, SelectionSetNode } from 'graphql'

/** True if the answer was asked for a field at this path below it, by whatever fragments. */
export function selects(
  { fieldNodes, fragments }: GraphQLResolveInfo,
  path: readonly string[],
): boolean {
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
  return found.length > 0
}
