import { Button, Checkbox, FileInput, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../lib/api-error.ts'
import { useContent } from '../../lib/content.tsx'
import { ErrorNote } from '../../ui/error-note.tsx'
import { checkImport, importModels, type ImportOutcome, type ImportStep } from './queries.ts'

interface ImportDialogProps {
  opened: boolean
  onClose: () => void
}

/** Takes models from a file that was exported: shows first what would happen. */
export function ImportDialog({ opened, onClose }: ImportDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import models" size="lg">
      <ImportForm onClose={onClose} />
    </Modal>
  )
}

function ImportForm({ onClose }: { onClose: () => void }) {
  const { check, bring, chosen, setChosen } = useImport()
  const planned = check.data?.outcome
  const done = bring.data
  return (
    <Stack gap={16}>
      {!done && (
        <FileInput
          label="File"
          description="JSON, as an export made it."
          placeholder="Choose a file"
          accept="application/json,.json"
          onChange={(file) => file && check.mutate(file)}
          disabled={check.isPending || bring.isPending}
        />
      )}
      {check.error && <ErrorNote title="The file cannot be imported" error={check.error} />}
      {bring.error && <ErrorNote title="Nothing was imported" error={bring.error} />}
      <div aria-live="polite">
        {done ? (
          <Outcome outcome={done} />
        ) : (
          planned && <Choice outcome={planned} chosen={chosen} onChange={setChosen} />
        )}
      </div>
      <Group justify="flex-end" gap={8}>
        <Button variant={done ? 'filled' : 'default'} onClick={onClose}>
          {done ? 'Done' : 'Cancel'}
        </Button>
        {!done && (
          <Button
            loading={bring.isPending}
            disabled={!planned || chosen.length === 0}
            onClick={() => bring.mutate()}
          >
            Import
          </Button>
        )}
      </Group>
    </Stack>
  )
}

function useImport() {
  const content = useContent()
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<string[]>([])
  const check = useMutation({
    mutationFn: async (file: File) => {
      const data = parsed(await file.text())
      return { data, outcome: await checkImport(content, data) }
    },
    onSuccess: ({ outcome }) => setChosen(outcome.models.filter(isWanted).map(({ id }) => id)),
  })
  const bring = useMutation({
    mutationFn: () => importModels(content, { data: check.data?.data, models: chosen }),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['models'] }),
        queries.invalidateQueries({ queryKey: ['model-groups'] }),
      ]),
  })
  return { check, bring, chosen, setChosen }
}

const isWanted = ({ problem, action }: ImportStep) => !problem && action !== 'none'

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ApiError('NO_JSON', 'It holds no JSON. Choose a file that an export has made.')
  }
}

interface ChoiceProps {
  outcome: ImportOutcome
  chosen: string[]
  onChange: (chosen: string[]) => void
}

function Choice({ outcome, chosen, onChange }: ChoiceProps) {
  return (
    <Stack gap={16}>
      <Checkbox.Group label="Models" value={chosen} onChange={onChange}>
        <Stack gap={8} mt={8}>
          {outcome.models.map((step) => (
            <Checkbox
              key={step.id}
              value={step.id}
              label={step.name}
              description={step.problem ? undefined : WOULD[step.action]}
              error={step.problem}
              disabled={!isWanted(step)}
            />
          ))}
        </Stack>
      </Checkbox.Group>
      <Steps title="Their groups" steps={outcome.groups} words={WOULD} />
    </Stack>
  )
}

const WOULD = { create: 'Will be created', update: 'Will be changed', none: 'Is there as it is' }
const DID = { create: 'Was created', update: 'Was changed', none: 'Was there as it is' }

function Outcome({ outcome: { groups, models } }: { outcome: ImportOutcome }) {
  return (
    <Stack gap={16}>
      <Steps title="Models" steps={models} words={DID} />
      <Steps title="Groups" steps={groups} words={DID} />
    </Stack>
  )
}

interface StepsProps {
  title: string
  steps: ImportStep[]
  words: typeof DID
}

function Steps({ title, steps, words }: StepsProps) {
  if (steps.length === 0) return null
  return (
    <section>
      <Text fw={500}>{title}</Text>
      <ul className="import-steps">
        {steps.map(({ id, name, action, problem }) => (
          <li key={id}>
            {name}
            <Text fz="xs" c={problem ? 'var(--mantine-color-error)' : 'dimmed'}>
              {problem ?? words[action]}
            </Text>
          </li>
        ))}
      </ul>
    </section>
  )
}
