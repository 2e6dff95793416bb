interface GroupClaim {
  claim: string
  groups: string[]
}

/** The claims of a token that look like groups, whatever the deployment calls them. */
export function groupClaims(claims: Readonly<Record<string, unknown>>): GroupClaim[] {
  return Object.entries(claims)
    .filter(([claim]) => /group|role/i.test(claim))
    .map(([claim, value]) => ({ claim, groups: [value].flat().filter(isText) }))
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
