import { Button, Group, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState, type FormEvent } from 'react'
import { fieldProblems } from '../../lib/api-error.ts'
import { useApi, useSession } from '../../lib/session.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { AccessExplanation } from './access-explanation.tsx'
import { claimsIn, exampleOf, shownIn } from './access-question.ts'
import { explainAccess, settingsQuery, type AccessQuestion } from './queries.ts'
import { SignInPage } from './sign-in-page.tsx'

/** Tells how somebody would do, before they try, or after. */
export function AccessTestScreen() {
  const api = useApi()
  const { data: settings } = useQuery(settingsQuery(api))
  const hasDraft = Boolean(settings?.draft)
  const example = useOwnClaims()
  const [typed, setTyped] = useState<string>()
  const [which, setWhich] = useState<'active' | 'draft'>()
  const [address, setAddress] = useState('')
  const [problem, setProblem] = useState<string>()
  const asking = useMutation({
    // A token is nobody's to keep.
    gcTime: 0,
    mutationFn: (question: AccessQuestion) => explainAccess(api, question),
  })
  const text = typed ?? example ?? ''
  const chosen = hasDraft ? (which ?? 'draft') : 'active'
  const ask = (event: FormEvent) => {
    event.preventDefault()
    const shown = shownIn(text)
    setProblem('problem' in shown ? shown.problem : undefined)
    if ('problem' in shown) return
    const from = address.trim()
    asking.mutate({ ...shown, draft: chosen === 'draft', ...(from && { address: from }) })
  }
  const [refused] = fieldProblems(asking.error)
  return (
    <SignInPage title="Test sign-in">
      <div className="beside">
        <form onSubmit={ask} noValidate>
          <Stack gap={20}>
            <Text c="dimmed">
              Shows what a request with these claims would be answered, and why. It changes nothing,
              and nothing of it is kept.
            </Text>
            <Textarea
              label="A token, or claims as JSON"
              description="Of claims, what is left out is assumed to be as with a person of this tenant."
              autosize
              minRows={8}
              maxRows={24}
              classNames={{ input: 'mono' }}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={text}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              error={problem}
            />
            {hasDraft && (
              <SegmentedControl
                aria-label="Against which rules"
                data={[
                  { value: 'draft', label: 'Against the draft' },
                  { value: 'active', label: 'Against what is active' },
                ]}
                value={chosen}
                onChange={setWhich}
              />
            )}
            <TextInput
              label="Address"
              description="Where the request comes from. Empty: from where you are."
              placeholder="203.0.113.7"
              classNames={{ input: 'mono' }}
              maw={320}
              value={address}
              onChange={({ currentTarget }) => setAddress(currentTarget.value)}
            />
            <Group>
              <Button type="submit" loading={asking.isPending}>
                Test
              </Button>
              {typed !== undefined && example !== undefined && (
                <Button variant="default" onClick={() => setTyped(undefined)}>
                  Use my own claims
                </Button>
              )}
            </Group>
          </Stack>
        </form>
        <div aria-live="polite">
          {asking.error && (
            <ErrorNote title={refused?.error ?? 'This could not be tested'} error={asking.error} />
          )}
          {asking.data && <AccessExplanation explanation={asking.data} />}
        </div>
      </div>
    </SignInPage>
  )
}

/** What the token at hand says about the person, else what they signed in with. */
function useOwnClaims(): string | undefined {
  const { okta, person } = useSession()
  const { data } = useQuery({
    queryKey: ['own-claims', person.id],
    gcTime: 0,
    queryFn: async () => exampleOf(claimsIn(await okta.getAccessToken()) ?? person.claims),
  })
  return data
}
