//! A stand-in that answers like Odoo 17 with demo data
