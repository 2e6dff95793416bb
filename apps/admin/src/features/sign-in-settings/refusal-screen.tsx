import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { hasCode } from '../../lib/api-error.ts'
import { useApi, useCan } from '../../lib/session.tsx'
import { Copy } from '../../ui/copy.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { Moment } from '../../ui/moment.tsx'
import { refusalQuery, type AccessRefusal } from './queries.ts'
import { SignInPage } from './sign-in-page.tsx'
import { sourceWords, TriedRules } from './tried-rules.tsx'
import { ruleFor } from './wanted-rule.ts'

/** Why somebody had no access, by the code that they were shown. */
export function RefusalScreen() {
  const { refusal: code = '' } = useSearch({ from: '/sign-in-settings/why' })
  return (
    <SignInPage title="Why no access?">
      <Stack gap={24} className="form">
        <CodeForm key={code} code={code} />
        {code && <Found code={code} />}
      </Stack>
    </SignInPage>
  )
}

function CodeForm({ code }: { code: string }) {
  const navigate = useNavigate()
  const [typed, setTyped] = useState(code)
  const look = (event: FormEvent) => {
    event.preventDefault()
    const refusal = typed.trim().toUpperCase()
    void navigate({ to: '/sign-in-settings/why', search: refusal ? { refusal } : {} })
  }
  return (
    <form onSubmit={look}>
      <Text c="dimmed" mb={16}>
        Who has no access is shown a code. By it you see here for 24 hours what their token said and
        why it was not enough.
      </Text>
      <Group gap={8} align="end">
        <TextInput
          label="Code"
          placeholder="7K2QM-9X4TB"
          classNames={{ input: 'mono' }}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          autoFocus={!code}
        />
        <Button type="submit" variant={code ? 'default' : 'filled'}>
          Find out why
        </Button>
      </Group>
    </form>
  )
}

function Found({ code }: { code: string }) {
  const { data, error, refetch } = useQuery(refusalQuery(useApi(), code))
  if (hasCode(error, 'NOT_FOUND')) return <NotFound code={code} />
  if (error) {
    return (
      <ErrorNote title="It could not be looked up" error={error} onRetry={() => void refetch()} />
    )
  }
  return data ? <Refusal refusal={data} /> : <Text c="dimmed">Looking it up…</Text>
}

function NotFound({ code }: { code: string }) {
  return (
    <div className="note" role="status">
      <Text fw={600}>
        Nothing is known by the code <span className="mono">{code}</span>
      </Text>
      <Text c="dimmed">
        It may be older than 24 hours, of another tenant, or mistyped: letters and digits in two
        groups of five. The person gets a new one by trying to sign in again.
      </Text>
    </div>
  )
}

function Refusal({ refusal }: { refusal: AccessRefusal }) {
  const { message, error, id, refusedOn, groupsFrom, missingGroups, rules, claims } = refusal
  return (
    <>
      <section className="note" data-kind="error" aria-label="Why">
        <Text fw={600}>{message}</Text>
        {error && <Text className="mono">{error}</Text>}
        <WaysOn refusal={refusal} />
      </section>
      <dl className="facts">
        <dt>Who</dt>
        <dd>
          <Copy value={id} label="id" always />
        </dd>
        <dt>When</dt>
        <dd>
          <Moment at={refusedOn} />
        </dd>
        <dt>Groups come</dt>
        <dd>{sourceWords(groupsFrom)}</dd>
        <dt>Groups that this tenant lacks</dt>
        <dd className={missingGroups.length > 0 ? 'mono' : undefined}>
          {missingGroups.join(', ') || 'None'}
        </dd>
      </dl>
      <section>
        <Title order={2} fz={14} mb={4}>
          Claims
        </Title>
        <Text c="dimmed" mb={8}>
          Values are kept only of claims that the settings look at; e-mail addresses are cut.
        </Text>
        <dl className="facts">
          {claims.map(({ name, values }) => (
            <Claim key={name} name={name} values={values} />
          ))}
        </dl>
      </section>
      {rules.length > 0 && (
        <section>
          <Title order={2} fz={14} mb={8}>
            Rules
          </Title>
          <TriedRules rules={rules} />
        </section>
      )}
    </>
  )
}

function Claim({ name, values }: { name: string; values: string[] | null }) {
  return (
    <>
      <dt className="mono">{name}</dt>
      <dd>
        {values === null ? (
          <Text c="dimmed">Not kept</Text>
        ) : values.length === 0 ? (
          <Text c="dimmed">Not in the token</Text>
        ) : (
          <span className="mono">{values.join(', ')}</span>
        )}
      </dd>
    </>
  )
}

/** A rule helps who has no group; who is refused by a policy or for a claim, it does not. */
function WaysOn({ refusal }: { refusal: AccessRefusal }) {
  const maySet = useCan('tenancy.signIn', 'w')
  const mayMake = useCan('security.group', 'w')
  const [missing] = refusal.missingGroups
  return (
    <Group gap={8} mt={12}>
      {refusal.error === null && maySet && (
        <Button
          renderRoot={(props) => (
            <Link to="/sign-in-settings" search={{ rule: ruleFor(refusal) }} {...props} />
          )}
        >
          Add a rule for this
        </Button>
      )}
      {refusal.error === null && missing !== undefined && mayMake && (
        <Button
          variant="default"
          renderRoot={(props) => <Link to="/groups/new" search={{ slug: missing }} {...props} />}
        >
          Create the group {missing}
        </Button>
      )}
      {refusal.error !== null && (
        <Button component={Link} to="/sign-in-settings" variant="default">
          Show the rules
        </Button>
      )}
    </Group>
  )
}
