import { Text } from '@mantine/core'
import { Moment, RoughMoment } from '../../ui/moment.tsx'
import { isExpired } from './expiry.ts'
import type { ApiKey } from './queries.ts'

/** What a key tells of itself, and nobody can change. */
export function ApiKeyFacts({ apiKey }: { apiKey: ApiKey }) {
  const { hint, createdOn, createdBy, expiresOn, lastUsedOn } = apiKey
  return (
    <>
      {isExpired(expiresOn) && (
        <div className="note" data-kind="warning">
          <Text fw={600}>This key has expired</Text>
          <Text c="dimmed">
            Every request with it is refused. Give it more time below, or delete it.
          </Text>
        </div>
      )}
      <dl className="facts panel">
        <dt>Key</dt>
        <dd>
          <Hint hint={hint} />
        </dd>
        <dt>Last used</dt>
        <dd>
          <LastUse at={lastUsedOn} />
        </dd>
        <dt>Created</dt>
        <dd>
          <span>
            <Moment at={createdOn} /> by {createdBy.displayName}
          </span>
        </dd>
      </dl>
    </>
  )
}

/** What of a key can still be told apart, once nobody can read it. */
export function Hint({ hint }: { hint: string }) {
  return <span className="mono">tnt_…{hint}</span>
}

export function LastUse({ at }: { at: string | null }) {
  return <RoughMoment at={at} never="Never" />
}
