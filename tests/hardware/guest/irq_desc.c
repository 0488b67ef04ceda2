// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel keeps irq_to_desc() to itself; the interrupt simulator, built here as part of a module, needs it.
 */
#include <linux/irq.h>
#include <linux/irqdesc.h>

struct irq_desc *irq_to_desc(unsigned int irq)
{
	struct irq_data *data = irq_get_irq_data(irq);

	return data ? irq_data_to_desc(data) : NULL;
}
