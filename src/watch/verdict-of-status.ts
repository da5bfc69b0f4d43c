/**
 * What Azure's free-text status means, without regard to case. Only documented terminal words end an
 * operation; any other word, known or not (`Importing`, `CancelInProgress`), means it goes on.
 */
export function verdictOfStatus(status: string): 'running' | 'succeeded' | 'failed' | 'canceled' {
  switch (status.trim().toLowerCase()) {
    case 'succeeded':
    case 'completed':
      return 'succeeded';
    case 'failed':
      return 'failed';
    case 'canceled':
    case 'cancelled':
      return 'canceled';
    default:
      return 'running';
  }
}
