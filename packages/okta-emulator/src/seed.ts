/** Who exists in the stand-in: fixed, so that scripts, tests and readers can rely on it. */
export interface Person {
  id: string
  /** Also the e-mail address. */
  login: string
  firstName: string
  lastName: string
  /** The tenant that qualifies the group names on a client that several tenants share. */
  tenant: string
  groups: readonly string[]
}

export interface SeedClient {
  id: string
  label: string
  /** Only a service client has one. */
  secret?: string
  /** Logins; absent: everybody. */
  assigned?: readonly string[]
  /** Several tenants share the client, so group names come as `<tenant>:<group>`. */
  shared?: boolean
}

export interface SeedServer {
  id: string
  audience: string
  /** Absent: its access policy admits every client. */
  clientIds?: readonly string[]
}

export interface Seed {
  password: string
  people: readonly Person[]
  clients: readonly SeedClient[]
  servers: readonly SeedServer[]
}

export const seed: Seed = {
  password: 'correct-horse-1',
  people: [
    {
      id: '00u_root',
      login: 'root@example.com',
      firstName: 'Robin',
      lastName: 'Root',
      tenant: 'root',
      groups: ['full-access'],
    },
    {
      id: '00u_acme_admin',
      login: 'admin@acme.example',
      firstName: 'Ada',
      lastName: 'Acme',
      tenant: 'acme',
      groups: ['full-access'],
    },
    {
      id: '00u_acme_editor',
      login: 'editor@acme.example',
      firstName: 'Edgar',
      lastName: 'Acme',
      tenant: 'acme',
      groups: ['editors'],
    },
    {
      id: '00u_globex_admin',
      login: 'admin@globex.example',
      firstName: 'Grace',
      lastName: 'Globex',
      tenant: 'globex',
      groups: ['full-access'],
    },
    {
      id: '00u_nobody',
      login: 'nobody@example.com',
      firstName: 'Noel',
      lastName: 'Nobody',
      tenant: 'root',
      groups: [],
    },
  ],
  clients: [
    { id: '0oa_root', label: 'Tenantry' },
    { id: '0oa_acme', label: 'Acme' },
    {
      id: '0oa_globex',
      label: 'Globex',
      assigned: ['admin@globex.example', 'nobody@example.com'],
    },
    { id: '0oa_dev', label: 'Development', shared: true },
    { id: '0oa_acme_service', label: 'Acme service', secret: 'acme-service-secret' },
  ],
  servers: [
    { id: 'default', audience: 'api://tenantry' },
    { id: 'globex', audience: 'api://globex', clientIds: ['0oa_globex'] },
  ],
}

/** The group names that a token of this client carries for this person. */
export function groupNamesOf(person: Person, client: Pick<SeedClient, 'shared'>): string[] {
  return person.groups.map((group) => (client.shared ? `${person.tenant}:${group}` : group))
}

/** The seed as lines to print at start: who can sign in, with what, where. */
export function describeSeed(origin: string): string[] {
  const { password, people, clients, servers } = seed
  return [
    `People (password ${password})`,
    ...people.map(
      ({ login, groups }) => `  ${login.padEnd(22)}${groups.join(', ') || 'in no group'}`,
    ),
    'Clients',
    ...clients.map(({ id, secret, assigned, shared }) => {
      const who = secret
        ? `service, secret ${secret}`
        : `for ${assigned?.join(', ') ?? 'everybody'}`
      return `  ${id.padEnd(22)}${who}${shared ? ', shared by tenants' : ''}`
    }),
    'Authorization servers',
    ...servers.map(({ id, audience, clientIds }) => {
      const issuer = `${origin}/oauth2/${id}`
      return `  ${issuer}  audience ${audience}, ${clientIds?.join(', ') ?? 'all clients'}`
    }),
  ]
}
