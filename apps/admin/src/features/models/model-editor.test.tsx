import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { ok, showAdmin } from '../../testing.tsx'
import { article } from '../entries/testing.ts'

test.each([
  ['of the tenant can be saved and deleted', false],
  ['in code is shown, says so, and can be neither saved nor deleted', true],
])('a model %s', async (_, plugin) => {
  showAdmin({
    address: '/models/article',
    answers: {
      ListModels: () => ({ answer: ok([{ ...article, plugin }]) }),
      ListModelGroups: () => ({ answer: ok([{ id: 'blog', name: 'Blog' }]) }),
    },
  })

  const name = await screen.findByLabelText<HTMLInputElement>(/^Name/)

  expect(name.value).toBe('Article')
  expect(name.matches(':disabled')).toBe(plugin)
  expect(screen.queryByText('A model in code') !== null).toBe(plugin)
  expect(screen.queryByText('Save model') === null).toBe(plugin)
  expect(screen.queryByText('Delete') === null).toBe(plugin)
})
