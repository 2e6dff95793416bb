import { z } from 'zod'

/** What a program declares or a cloud answers: plain data, secrets unwrapped, assets as `{ path }`. */
export type Properties = Record<string, unknown>

/** One registration, as the engine received it. */
export interface Resource {
  urn: string
  type: string
  name: string
  id: string
  /** Made in the cloud, not a component of the program. */
  custom: boolean
  parent: string
  /** The provider that makes it; empty if that is Pulumi's default one. */
  provider: string
  inputs: Properties
  outputs: Properties
  /** The inputs that carry a secret somewhere. */
  secrets: string[]
  dependsOn: string[]
  propertyDependencies: Record<string, string[]>
  protect: boolean
  retainOnDelete: boolean
}

export interface Graph {
  resources: Resource[]
  /** What the program exports. */
  outputs: Properties
}

/** A resource whose properties an interpreter has read. */
export type Declared<Inputs, Outputs = Properties> = Omit<Resource, 'inputs' | 'outputs'> & {
  inputs: Inputs
  outputs: Outputs
}

const NO_OUTPUTS = z.looseObject({})

/** A property that is declared and means nothing on one machine. */
export const unread = z.unknown().optional()

/** The resources of a type, parsed by what its interpreter understands. */
export function declared<Inputs, Outputs = Properties>(
  graph: Graph,
  type: string,
  shape: { inputs: z.ZodType<Inputs>; outputs?: z.ZodType<Outputs> },
): Declared<Inputs, Outputs>[] {
  const outputs = shape.outputs ?? (NO_OUTPUTS as z.ZodType<Outputs>)
  return graph.resources
    .filter((it) => it.type === type)
    .map((it) => ({
      ...it,
      inputs: read(it, shape.inputs, it.inputs),
      outputs: read(it, outputs, it.outputs),
    }))
}

function read<T>({ name, type }: Resource, shape: z.ZodType<T>, properties: Properties): T {
  const { success, data, error } = shape.safeParse(properties)
  if (!success) throw new Error(`${name} (${type}): ${z.prettifyError(error)}`)
  return data
}
