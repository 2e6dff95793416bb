import type { Tenant } from './tenant.ts'

/** Somebody who asks a tenant, with a credential of that tenant, of another one, or none. */
export interface Caller {
  name: string
  on: Tenant
  /** May do everything where they ask. */
  isEntitled: boolean
  isPerson: boolean
  /** `fresh`: the next request ends it. */
  authorization(fresh: boolean): Promise<string | undefined>
}

type Credential = Pick<Caller, 'name' | 'authorization' | 'isPerson'>

const nobody: Credential = {
  name: 'nobody',
  authorization: async () => undefined,
  isPerson: false,
}

const credentialsOf = (letter: string, { admin, apiKey, machine }: Tenant): Credential[] => [
  { name: `${letter}’s administrator`, authorization: admin, isPerson: true },
  { name: `${letter}’s API key`, authorization: async () => apiKey, isPerson: false },
  {
    name: `${letter}’s machine`,
    authorization: async (fresh) => `Bearer ${await machine.token(fresh)}`,
    isPerson: false,
  },
]

/** Every kind of credential that must get nothing of `b`, on both sides. */
export function callersOf(a: Tenant, b: Tenant): Caller[] {
  const [ofA, ofB] = [credentialsOf('A', a), credentialsOf('B', b)]
  const on = (tenant: Tenant, letter: string, all: Credential[], isEntitled = false) =>
    all.map((it): Caller => ({ ...it, on: tenant, isEntitled, name: `${it.name} on ${letter}` }))
  return [
    ...on(a, 'A', [nobody]),
    ...on(a, 'A', ofA, true),
    ...on(a, 'A', ofB),
    ...on(b, 'B', [nobody]),
    ...on(b, 'B', ofA),
  ]
}
