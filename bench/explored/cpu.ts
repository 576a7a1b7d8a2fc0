/** A processor that halts until it has seen five keys, in the way that loses none, and the device that raises them. */
import { Cpu, type CpuHandle, Device } from 'reveille/park';

interface Board {
  readonly cpu: CpuHandle;
}

const KEYS = 5;

export function* processor(): Generator<Board, void> {
  const cpu = new Cpu();
  let seen = 0;
  for (let line = 1; line <= KEYS; line += 1) {
    cpu.on(line, () => {
      seen += 1;
    });
  }
  yield { cpu: cpu.share() };
  while (seen < KEYS) {
    cpu.disable();
    if (seen < KEYS) cpu.enableAndHlt();
    else cpu.enable();
  }
}

export function device({ cpu }: Board): void {
  const device = Device.attach(cpu);
  for (let line = 1; line <= KEYS; line += 1) device.raise(line);
}
